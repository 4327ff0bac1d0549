using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Graphs.Architectures;

/// <summary>
/// GPT-2: learnt positions, norms before the layers, weights stored as [in, out], queries, keys and values in one
/// product, head tied to the token embedding.
/// </summary>
internal sealed class Gpt2 : ITransformerArchitecture
{
    private const string EmbeddingsName = "wte.weight";

    public IReadOnlyList<string> ModelTypes { get; } = ["gpt2"];

    public ModelConfiguration ReadConfiguration(ConfigurationFields fields)
    {
        var hidden = fields.Size("n_embd");
        var heads = fields.Size("n_head");
        return new ModelConfiguration
        {
            ModelType = fields.Text("model_type"),
            HiddenSize = hidden,
            LayerCount = fields.Size("n_layer"),
            HeadCount = heads,
            KeyValueHeadCount = heads,
            HeadDimension = HeadSizes.Divide(fields, hidden, heads),
            IntermediateSize = fields.OptionalSize("n_inner") ?? checked(4 * hidden),
            VocabularySize = fields.Size("vocab_size"),
            MaximumPositions = fields.Size("n_positions", "n_ctx"),
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
        var fields = configuration.Fields;
        var (hidden, wide) = (configuration.HiddenSize, configuration.IntermediateSize);
        var epsilon = fields.Positive("layer_norm_epsilon", 1e-5);
        var activation = fields.OptionalText("activation_function") ?? "gelu_new";
        weights.DetectPrefix(EmbeddingsName, "", "transformer.");

        string state;
        using (graph.BeginScope("embeddings"))
        {
            var words = graph.Gather(Embeddings(builder), builder.InputIds);
            var positions = graph.Gather(weights.Bind("wpe.weight", configuration.MaximumPositions, hidden), builder.TokenPositions());
            state = graph.Add(words, positions);
        }

        builder.KeepState(0, state);
        if (builder.LayerCount > 0)
        {
            var bias = AttentionBias.Causal(builder);
            for (var i = 0; i < builder.LayerCount; i++)
            {
                var name = $"h.{i}";
                var normed = builder.LayerNorm(state, $"{name}.ln_1", epsilon);
                string context;
                using (graph.BeginScope($"{name}.attn"))
                {
                    var joined = graph.Split(builder.Conv1D(normed, $"{name}.attn.c_attn", hidden, 3L * hidden), axis: -1, pieces: 3);
                    context = Attention.MultiHead(builder, joined[0], joined[1], joined[2], bias, Scale(configuration, i));
                }

                state = graph.Add(builder.Conv1D(context, $"{name}.attn.c_proj", hidden, hidden), state);
                normed = builder.LayerNorm(state, $"{name}.ln_2", epsilon);
                var inner = builder.Activation(builder.Conv1D(normed, $"{name}.mlp.c_fc", hidden, wide), activation);
                state = graph.Add(builder.Conv1D(inner, $"{name}.mlp.c_proj", wide, hidden), state);
                builder.KeepState(i + 1, state);
            }
        }

        return builder.HasFinalNorm ? builder.LayerNorm(state, "ln_f", epsilon) : state;
    }

    public string BuildLogits(TransformerBuilder builder, string hiddenState) =>
        LanguageModelHead.Build(builder, hiddenState, Embeddings(builder));

    private static string Embeddings(TransformerBuilder builder) =>
        builder.Weights.Bind(EmbeddingsName, builder.Configuration.VocabularySize, builder.Configuration.HiddenSize);

    private static float Scale(ModelConfiguration configuration, int layer)
    {
        var scale = configuration.Fields.Flag("scale_attn_weights", defaultValue: true) ? 1f / MathF.Sqrt(configuration.HeadDimension) : 1f;
        return configuration.Fields.Flag("scale_attn_by_inverse_layer_idx") ? scale / (layer + 1) : scale;
    }
}
