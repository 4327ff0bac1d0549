using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Tokenization;

namespace MLNet.LlmExtensions.Training;

/// <summary>
/// A new decoder of the kind of GPT-2: learnt positions, norms before the layers, the token embedding predicts tokens as well. Weights
/// begin as normal numbers of mean 0; those of the layers that add to the residual stream are smaller by the root of how many there are.
/// </summary>
public sealed record NewGpt2 : NewModelConfiguration
{
    internal override string ModelType => "gpt2";

    internal override string Prefix => "transformer.";

    internal override JsonObject Fields(TextTokenizer tokenizer, int vocabulary) => new()
    {
        ["n_embd"] = HiddenSize,
        ["n_layer"] = LayerCount,
        ["n_head"] = HeadCount,
        ["n_inner"] = Intermediate,
        ["activation_function"] = "gelu_new",
        ["n_positions"] = MaximumPositions,
        ["vocab_size"] = vocabulary,
        ["layer_norm_epsilon"] = 1e-5,
        ["initializer_range"] = InitializerRange,
        ["bos_token_id"] = tokenizer.BosTokenId,
        ["eos_token_id"] = tokenizer.EosTokenId,
        ["pad_token_id"] = tokenizer.PadTokenId,
    };

    internal override TrainableTensor Start(string name, IReadOnlyList<long> shape)
    {
        var start = base.Start(name, shape);
        return name.EndsWith(".c_proj.weight", StringComparison.Ordinal)
            ? start with { InitializationScale = (float)(InitializerRange / Math.Sqrt(2.0 * LayerCount)) }
            : start;
    }
}
