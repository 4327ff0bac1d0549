using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Graphs.Architectures;

/// <summary>
/// The LLaMA family (<see href="https://arxiv.org/abs/2302.13971"/>): RMSNorm before the layers, rotary positions, grouped
/// keys and values, a gated feed-forward layer. Members say where they differ in a <see cref="LlamaVariant"/>.
/// </summary>
internal abstract class LlamaDecoder : ITransformerArchitecture
{
    /// <summary>Far above any real model's; it bounds a table that is made before any weight is looked at.</summary>
    private const int MaximumHeadDimension = 1 << 16;

    private const string EmbeddingsName = "embed_tokens.weight";

    /// <inheritdoc/>
    public abstract IReadOnlyList<string> ModelTypes { get; }

    /// <inheritdoc/>
    public virtual ModelConfiguration ReadConfiguration(ConfigurationFields fields)
    {
        var hidden = fields.Size("hidden_size");
        var heads = fields.Size("num_attention_heads");
        var groups = fields.OptionalSize("num_key_value_heads") ?? heads;
        var headDimension = fields.OptionalInt("head_dim", 1, MaximumHeadDimension) ?? HeadSizes.Divide(fields, hidden, heads);
        if (heads % groups != 0)
            throw new InvalidDataException($"'{fields.File}': {heads} attention heads cannot share {groups} heads of keys and values evenly.");
        if (headDimension % 2 != 0 || headDimension > MaximumHeadDimension)
            throw new InvalidDataException($"'{fields.File}': the head size is {headDimension}, but rotary positions need an even one of at most {MaximumHeadDimension}.");
        return new ModelConfiguration
        {
            ModelType = fields.Text("model_type"),
            HiddenSize = hidden,
            LayerCount = fields.Size("num_hidden_layers"),
            HeadCount = heads,
            KeyValueHeadCount = groups,
            HeadDimension = headDimension,
            IntermediateSize = fields.Size("intermediate_size"),
            VocabularySize = fields.Size("vocab_size"),
            MaximumPositions = fields.Size("max_position_embeddings"),
            IsDecoder = true,
            PadTokenId = fields.OptionalInt("pad_token_id", 0),
            Fields = fields,
        };
    }

    /// <inheritdoc/>
    public string BuildHiddenState(TransformerBuilder builder)
    {
        var graph = builder.Graph;
        var configuration = builder.Configuration;
        var variant = Variant(configuration);
        var epsilon = configuration.Fields.Positive("rms_norm_eps", 1e-6);

        // Not the token embedding: a tied head may be what is stored of it.
        builder.Weights.DetectPrefix("layers.0.input_layernorm.weight", "model.", "");

        var state = graph.Gather(Embeddings(builder), builder.InputIds);
        if (variant.EmbeddingScale != 1)
            state = graph.Multiply(state, graph.Scalar(variant.EmbeddingScale));

        builder.KeepState(0, state);
        if (builder.LayerCount > 0)
        {
            var rotary = new RotaryEmbedding(builder, RotaryEmbedding.InverseFrequencies(configuration));
            var biases = new Dictionary<int, string>();
            for (var i = 0; i < builder.LayerCount; i++)
            {
                var window = variant.WindowOfLayer(i);
                if (!biases.TryGetValue(window ?? 0, out var bias))
                    biases.Add(window ?? 0, bias = AttentionBias.Causal(builder, window));
                state = BuildLayer(builder, variant, state, $"layers.{i}", rotary, bias, epsilon);
                builder.KeepState(i + 1, state);
            }
        }

        return builder.HasFinalNorm ? builder.RmsNorm(state, "norm", epsilon, variant.NormOffset) : state;
    }

    /// <inheritdoc/>
    public string BuildLogits(TransformerBuilder builder, string hiddenState)
    {
        var configuration = builder.Configuration;
        var weight = IsTied(configuration)
            ? Embeddings(builder)
            : builder.Weights.BindOutside(LanguageModelHead.Name, configuration.VocabularySize, configuration.HiddenSize);
        return LanguageModelHead.Build(builder, hiddenState, weight);
    }

    /// <summary>Where this member of the family differs.</summary>
    protected abstract LlamaVariant Variant(ModelConfiguration configuration);

    /// <summary>Whether the head is the token embedding unless the configuration says otherwise.</summary>
    protected virtual bool IsTiedByDefault => false;

    private bool IsTied(ModelConfiguration configuration) => configuration.Fields.Flag("tie_word_embeddings", IsTiedByDefault);

    private string Embeddings(TransformerBuilder builder)
    {
        var configuration = builder.Configuration;
        ReadOnlySpan<long> shape = [configuration.VocabularySize, configuration.HiddenSize];
        return !builder.Weights.Contains(EmbeddingsName) && IsTied(configuration) && builder.Weights.ContainsOutside(LanguageModelHead.Name)
            ? builder.Weights.BindOutside(LanguageModelHead.Name, shape)
            : builder.Weights.Bind(EmbeddingsName, shape);
    }

    private static string BuildLayer(
        TransformerBuilder builder, LlamaVariant variant, string state, string name, RotaryEmbedding rotary, string bias, float epsilon)
    {
        var graph = builder.Graph;
        var configuration = builder.Configuration;
        var (hidden, wide, size) = (configuration.HiddenSize, configuration.IntermediateSize, (long)configuration.HeadDimension);
        var (heads, groups) = (configuration.HeadCount, configuration.KeyValueHeadCount);

        var normed = builder.RmsNorm(state, $"{name}.input_layernorm", epsilon, variant.NormOffset);
        string context;
        using (graph.BeginScope($"{name}.self_attn"))
        {
            var query = builder.Linear(normed, $"{name}.self_attn.q_proj", hidden, heads * size, variant.QueryKeyValueBias);
            var key = builder.Linear(normed, $"{name}.self_attn.k_proj", hidden, groups * size, variant.QueryKeyValueBias);
            var value = builder.Linear(normed, $"{name}.self_attn.v_proj", hidden, groups * size, variant.QueryKeyValueBias);
            context = Attention.GroupedQuery(
                builder,
                rotary.Rotate(graph.Reshape(query, 0, 0, heads, size)),
                rotary.Rotate(graph.Reshape(key, 0, 0, groups, size)),
                value,
                bias,
                1f / MathF.Sqrt(size));
        }

        state = graph.Add(builder.Linear(context, $"{name}.self_attn.o_proj", heads * size, hidden, variant.AttentionOutputBias), state);
        normed = builder.RmsNorm(state, $"{name}.post_attention_layernorm", epsilon, variant.NormOffset);
        var gate = builder.Activation(builder.Linear(normed, $"{name}.mlp.gate_proj", hidden, wide, variant.FeedForwardBias), variant.Activation);
        var up = builder.Linear(normed, $"{name}.mlp.up_proj", hidden, wide, variant.FeedForwardBias);
        return graph.Add(
            builder.Linear(graph.Multiply(gate, up), $"{name}.mlp.down_proj", wide, hidden, variant.FeedForwardBias), state);
    }
}
