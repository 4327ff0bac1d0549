using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Graphs.Architectures;

/// <summary>
/// BioGPT (<see href="https://arxiv.org/abs/2210.10341"/>): a decoder trained on PubMed abstracts. Scaled embeddings, learnt
/// positions with two rows of offset, norms before the layers.
/// </summary>
internal sealed class BioGpt : ITransformerArchitecture
{
    /// <summary>The model's code does not read <c>layer_norm_eps</c>, whatever the configuration says.</summary>
    private const float Epsilon = 1e-5f;

    /// <summary>Rows of the position table before position 0.</summary>
    private const int PositionOffset = 2;

    private const string EmbeddingsName = "embed_tokens.weight";

    public IReadOnlyList<string> ModelTypes { get; } = ["biogpt"];

    public ModelConfiguration ReadConfiguration(ConfigurationFields fields)
    {
        var hidden = fields.Size("hidden_size");
        var heads = fields.Size("num_attention_heads");
        return new ModelConfiguration
        {
            ModelType = fields.Text("model_type"),
            HiddenSize = hidden,
            LayerCount = fields.Size("num_hidden_layers"),
            HeadCount = heads,
            KeyValueHeadCount = heads,
            HeadDimension = HeadSizes.Divide(fields, hidden, heads),
            IntermediateSize = fields.Size("intermediate_size"),
            VocabularySize = fields.Size("vocab_size"),
            MaximumPositions = fields.Size("max_position_embeddings"),
            IsDecoder = true,
            PadTokenId = fields.OptionalInt("pad_token_id", 0),
            Fields = fields,
        };
    }

    public string BuildHiddenState(TransformerBuilder builder)
    {
        var graph = builder.Graph;
        var weights = builder.Weights;
        var configuration = builder.Configuration;
        var (hidden, wide) = (configuration.HiddenSize, configuration.IntermediateSize);
        var activation = configuration.Fields.OptionalText("hidden_act") ?? "gelu";
        var scale = 1f / MathF.Sqrt(configuration.HeadDimension);
        weights.DetectPrefix(EmbeddingsName, "", "biogpt.", "model.");

        string state;
        using (graph.BeginScope("embeddings"))
        {
            var words = graph.Gather(Embeddings(builder), builder.InputIds);
            if (configuration.Fields.Flag("scale_embedding", defaultValue: true))
                words = graph.Multiply(words, graph.Scalar(MathF.Sqrt(hidden)));
            var positions = graph.Gather(
                weights.Bind("embed_positions.weight", configuration.MaximumPositions + PositionOffset, hidden),
                graph.Add(builder.TokenPositions(), graph.Integer(PositionOffset)));
            state = graph.Add(words, positions);
        }

        builder.KeepState(0, state);
        if (builder.LayerCount > 0)
        {
            var bias = AttentionBias.Causal(builder);
            for (var i = 0; i < builder.LayerCount; i++)
            {
                var name = $"layers.{i}";
                var normed = builder.LayerNorm(state, $"{name}.self_attn_layer_norm", Epsilon);
                string context;
                using (graph.BeginScope($"{name}.self_attn"))
                {
                    context = Attention.MultiHead(
                        builder,
                        builder.Linear(normed, $"{name}.self_attn.q_proj", hidden, hidden, bias: true),
                        builder.Linear(normed, $"{name}.self_attn.k_proj", hidden, hidden, bias: true),
                        builder.Linear(normed, $"{name}.self_attn.v_proj", hidden, hidden, bias: true),
                        bias,
                        scale);
                }

                state = graph.Add(builder.Linear(context, $"{name}.self_attn.out_proj", hidden, hidden, bias: true), state);
                normed = builder.LayerNorm(state, $"{name}.final_layer_norm", Epsilon);
                var inner = builder.Activation(builder.Linear(normed, $"{name}.fc1", hidden, wide, bias: true), activation);
                state = graph.Add(builder.Linear(inner, $"{name}.fc2", wide, hidden, bias: true), state);
                builder.KeepState(i + 1, state);
            }
        }

        return builder.HasFinalNorm ? builder.LayerNorm(state, "layer_norm", Epsilon) : state;
    }

    public string BuildLogits(TransformerBuilder builder, string hiddenState) =>
        LanguageModelHead.Build(builder, hiddenState, Embeddings(builder));

    private static string Embeddings(TransformerBuilder builder) =>
        builder.Weights.Bind(EmbeddingsName, builder.Configuration.VocabularySize, builder.Configuration.HiddenSize);
}
