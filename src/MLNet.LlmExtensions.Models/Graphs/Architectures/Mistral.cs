namespace MLNet.LlmExtensions.Models.Graphs.Architectures;

/// <summary>Mistral (<see href="https://arxiv.org/abs/2310.06825"/>): LLaMA with a sliding window in every layer.</summary>
internal sealed class Mistral : LlamaDecoder
{
    public override IReadOnlyList<string> ModelTypes { get; } = ["mistral"];

    protected override LlamaVariant Variant(ModelConfiguration configuration)
    {
        var window = configuration.Fields.OptionalSize("sliding_window");
        return new LlamaVariant
        {
            Activation = configuration.Fields.OptionalText("hidden_act") ?? "silu",
            WindowOfLayer = _ => window,
        };
    }
}
