namespace MLNet.LlmExtensions.Models.Graphs.Architectures;

/// <summary>
/// Qwen2 (<see href="https://arxiv.org/abs/2407.10671"/>): LLaMA with biases on queries, keys and values, and a sliding
/// window that is mostly switched off.
/// </summary>
internal sealed class Qwen2 : LlamaDecoder
{
    /// <summary>What a configuration without the field means.</summary>
    private const int DefaultMaxWindowLayers = 28;

    public override IReadOnlyList<string> ModelTypes { get; } = ["qwen2"];

    protected override LlamaVariant Variant(ModelConfiguration configuration)
    {
        var fields = configuration.Fields;
        var window = fields.Flag("use_sliding_window") ? fields.OptionalSize("sliding_window") : null;
        var fullLayers = fields.OptionalInt("max_window_layers", 0) ?? DefaultMaxWindowLayers;
        return new LlamaVariant
        {
            QueryKeyValueBias = true,
            Activation = fields.OptionalText("hidden_act") ?? "silu",
            WindowOfLayer = layer => layer >= fullLayers ? window : null,
        };
    }
}
