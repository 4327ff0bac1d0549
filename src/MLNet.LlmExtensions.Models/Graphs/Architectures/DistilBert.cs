using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Graphs.Architectures;

/// <summary>DistilBERT (<see href="https://arxiv.org/abs/1910.01108"/>): BERT without token types and pooler, under other names.</summary>
internal sealed class DistilBert : ITransformerArchitecture
{
    /// <summary>Fixed in the model's code; no configuration changes it.</summary>
    private const float Epsilon = 1e-12f;

    private const string EmbeddingsName = "embeddings.word_embeddings.weight";

    public IReadOnlyList<string> ModelTypes { get; } = ["distilbert"];

    public ModelConfiguration ReadConfiguration(ConfigurationFields fields)
    {
        var hidden = fields.Size("dim");
        var heads = fields.Size("n_heads");
        return new ModelConfiguration
        {
            ModelType = fields.Text("model_type"),
            HiddenSize = hidden,
            LayerCount = fields.Size("n_layers"),
            HeadCount = heads,
            KeyValueHeadCount = heads,
            HeadDimension = HeadSizes.Divide(fields, hidden, heads),
            IntermediateSize = fields.Size("hidden_dim"),
            VocabularySize = fields.Size("vocab_size"),
            MaximumPositions = fields.Size("max_position_embeddings"),
            IsDecoder = false,
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
        var activation = configuration.Fields.OptionalText("activation") ?? "gelu";
        var scale = 1f / MathF.Sqrt(configuration.HeadDimension);
        weights.DetectPrefix(EmbeddingsName, "", "distilbert.", "model.");

        string sum;
        using (graph.BeginScope("embeddings"))
        {
            var words = graph.Gather(weights.Bind(EmbeddingsName, configuration.VocabularySize, hidden), builder.InputIds);
            sum = graph.Add(words, graph.Gather(
                weights.Bind("embeddings.position_embeddings.weight", configuration.MaximumPositions, hidden), builder.TokenPositions()));
        }

        var state = builder.LayerNorm(sum, "embeddings.LayerNorm", Epsilon);
        builder.KeepState(0, state);
        if (builder.LayerCount == 0)
            return state;

        var bias = AttentionBias.Bidirectional(builder);
        for (var i = 0; i < builder.LayerCount; i++)
        {
            var name = $"transformer.layer.{i}";
            string context;
            using (graph.BeginScope($"{name}.attention"))
            {
                context = Attention.MultiHead(
                    builder,
                    builder.Linear(state, $"{name}.attention.q_lin", hidden, hidden, bias: true),
                    builder.Linear(state, $"{name}.attention.k_lin", hidden, hidden, bias: true),
                    builder.Linear(state, $"{name}.attention.v_lin", hidden, hidden, bias: true),
                    bias,
                    scale);
            }

            var attended = builder.Linear(context, $"{name}.attention.out_lin", hidden, hidden, bias: true);
            state = builder.LayerNorm(graph.Add(attended, state), $"{name}.sa_layer_norm", Epsilon);
            var inner = builder.Activation(builder.Linear(state, $"{name}.ffn.lin1", hidden, wide, bias: true), activation);
            var outer = builder.Linear(inner, $"{name}.ffn.lin2", wide, hidden, bias: true);
            state = builder.LayerNorm(graph.Add(outer, state), $"{name}.output_layer_norm", Epsilon);
            builder.KeepState(i + 1, state);
        }

        return state;
    }
}
