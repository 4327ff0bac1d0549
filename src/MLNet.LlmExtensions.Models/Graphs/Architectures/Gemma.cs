using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Graphs.Architectures;

/// <summary>
/// Gemma 1 (<see href="https://arxiv.org/abs/2403.08295"/>): LLaMA with a head size of its own, norms that multiply with
/// 1 + weight, scaled embeddings, GELU in the gate and a tied head.
/// </summary>
internal sealed class Gemma : LlamaDecoder
{
    private const int DefaultHeadDimension = 256;

    public override IReadOnlyList<string> ModelTypes { get; } = ["gemma"];

    protected override bool IsTiedByDefault => true;

    public override ModelConfiguration ReadConfiguration(ConfigurationFields fields)
    {
        var configuration = base.ReadConfiguration(fields);
        return fields.Has("head_dim") ? configuration : configuration with { HeadDimension = DefaultHeadDimension };
    }

    protected override LlamaVariant Variant(ModelConfiguration configuration)
    {
        var fields = configuration.Fields;
        var bias = fields.Flag("attention_bias");
        return new LlamaVariant
        {
            QueryKeyValueBias = bias,
            AttentionOutputBias = bias,
            // Early configurations say hidden_act = gelu, which the released weights were not trained with.
            Activation = fields.OptionalText("hidden_activation") ?? "gelu_pytorch_tanh",
            NormOffset = 1,
            EmbeddingScale = MathF.Sqrt(configuration.HiddenSize),
        };
    }
}
