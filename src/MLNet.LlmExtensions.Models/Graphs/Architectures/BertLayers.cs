using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Graphs.Architectures;

/// <summary>What BERT and RoBERTa share: the configuration's field names and everything after the embeddings.</summary>
internal static class BertLayers
{
    public const string EmbeddingsName = "embeddings.word_embeddings.weight";

    public static ModelConfiguration ReadConfiguration(ConfigurationFields fields, int unusablePositions)
    {
        if (fields.OptionalText("position_embedding_type") is { } kind && kind != "absolute")
            throw new NotSupportedException($"'{fields.File}': 'position_embedding_type' is '{kind}'. Only 'absolute' is supported.");
        if (fields.Flag("is_decoder"))
            throw new NotSupportedException($"'{fields.File}': 'is_decoder' is true. Models of this type are supported as encoders only.");
        var positions = fields.Size("max_position_embeddings");
        if (positions <= unusablePositions)
            throw new InvalidDataException($"'{fields.File}': 'max_position_embeddings' is {positions}, which leaves no position to use.");
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
            MaximumPositions = positions - unusablePositions,
            TokenTypeCount = fields.OptionalSize("type_vocab_size") ?? 0,
            IsDecoder = false,
            PadTokenId = fields.OptionalInt("pad_token_id", 0),
            Fields = fields,
        };
    }

    public static float Epsilon(ModelConfiguration configuration) => configuration.Fields.Positive("layer_norm_eps", 1e-12);

    /// <summary>The layers after the embeddings: attention, norm, feed-forward, norm.</summary>
    public static string Build(TransformerBuilder builder, string embeddings)
    {
        var configuration = builder.Configuration;
        var graph = builder.Graph;
        var epsilon = Epsilon(configuration);
        var activation = configuration.Fields.OptionalText("hidden_act") ?? "gelu";
        var (hidden, wide) = (configuration.HiddenSize, configuration.IntermediateSize);
        var scale = 1f / MathF.Sqrt(configuration.HeadDimension);

        var state = builder.LayerNorm(embeddings, "embeddings.LayerNorm", epsilon);
        builder.KeepState(0, state);
        if (builder.LayerCount == 0)
            return state;

        var bias = AttentionBias.Bidirectional(builder);
        for (var i = 0; i < builder.LayerCount; i++)
        {
            var name = $"encoder.layer.{i}";
            string context;
            using (graph.BeginScope($"{name}.attention.self"))
            {
                context = Attention.MultiHead(
                    builder,
                    builder.Linear(state, $"{name}.attention.self.query", hidden, hidden, bias: true),
                    builder.Linear(state, $"{name}.attention.self.key", hidden, hidden, bias: true),
                    builder.Linear(state, $"{name}.attention.self.value", hidden, hidden, bias: true),
                    bias,
                    scale);
            }

            var attended = builder.Linear(context, $"{name}.attention.output.dense", hidden, hidden, bias: true);
            state = builder.LayerNorm(graph.Add(attended, state), $"{name}.attention.output.LayerNorm", epsilon);
            var inner = builder.Activation(builder.Linear(state, $"{name}.intermediate.dense", hidden, wide, bias: true), activation);
            var outer = builder.Linear(inner, $"{name}.output.dense", wide, hidden, bias: true);
            state = builder.LayerNorm(graph.Add(outer, state), $"{name}.output.LayerNorm", epsilon);
            builder.KeepState(i + 1, state);
        }

        return state;
    }
}
