using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Tokenization;

namespace MLNet.LlmExtensions.Training;

/// <summary>
/// A new decoder of the kind of LLaMA (<see href="https://arxiv.org/abs/2302.13971"/>): rotary positions, RMSNorm, gated feed-forward
/// layers. Weights begin as normal numbers of mean 0, norms as 1.
/// </summary>
public sealed record NewLlama : NewModelConfiguration
{
    /// <summary>Number of heads of keys and values, which must divide <see cref="NewModelConfiguration.HeadCount"/>. <see langword="null"/> (the default): as many.</summary>
    public int? KeyValueHeadCount { get; init; }

    /// <summary>Whether the token embedding predicts tokens as well, instead of a matrix of its own. The default is <see langword="true"/>.</summary>
    public bool TieEmbeddings { get; init; } = true;

    /// <summary>The base of the rotary positions' wavelengths. The default is 10000.</summary>
    public double RopeTheta { get; init; } = 10000;

    internal override string ModelType => "llama";

    internal override string Prefix => "model.";

    internal override JsonObject Fields(TextTokenizer tokenizer, int vocabulary) => new()
    {
        ["hidden_size"] = HiddenSize,
        ["num_hidden_layers"] = LayerCount,
        ["num_attention_heads"] = HeadCount,
        ["num_key_value_heads"] = KeyValueHeadCount ?? HeadCount,
        ["intermediate_size"] = Intermediate,
        ["hidden_act"] = "silu",
        ["max_position_embeddings"] = MaximumPositions,
        ["vocab_size"] = vocabulary,
        ["rms_norm_eps"] = 1e-5,
        ["rope_theta"] = RopeTheta,
        ["initializer_range"] = InitializerRange,
        ["tie_word_embeddings"] = TieEmbeddings,
        ["bos_token_id"] = tokenizer.BosTokenId,
        ["eos_token_id"] = tokenizer.EosTokenId,
        ["pad_token_id"] = tokenizer.PadTokenId,
    };

    internal override string? Wrong() =>
        base.Wrong()
        ?? OptionsCheck.AtLeast(KeyValueHeadCount, 1, nameof(KeyValueHeadCount))
        ?? OptionsCheck.Positive(RopeTheta, nameof(RopeTheta))
        ?? (KeyValueHeadCount is { } groups && HeadCount % groups != 0 ? $"{nameof(KeyValueHeadCount)} is {groups}, which does not divide {nameof(HeadCount)}, {HeadCount}" : null)
        ?? (HiddenSize / HeadCount % 2 != 0 ? $"{nameof(HiddenSize)} / {nameof(HeadCount)} is {HiddenSize / HeadCount}, but rotary positions need an even number" : null);
}
