namespace MLNet.LlmExtensions.Models.Graphs.Architectures;

/// <summary>LLaMA 1, 2 and 3 (<see href="https://arxiv.org/abs/2407.21783"/>).</summary>
internal sealed class Llama : LlamaDecoder
{
    public override IReadOnlyList<string> ModelTypes { get; } = ["llama"];

    protected override LlamaVariant Variant(ModelConfiguration configuration)
    {
        var fields = configuration.Fields;
        var bias = fields.Flag("attention_bias");
        return new LlamaVariant
        {
            QueryKeyValueBias = bias,
            AttentionOutputBias = bias,
            FeedForwardBias = fields.Flag("mlp_bias"),
            Activation = fields.OptionalText("hidden_act") ?? "silu",
        };
    }
}
