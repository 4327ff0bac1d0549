namespace MLNet.LlmExtensions.Models;

/// <summary>How the token vectors of one text become one vector. Padding never takes part.</summary>
/// <remarks>
/// Every mode is defined by the attention mask alone, so padding may stand on either side. The vector of a row without
/// a single attended token is zero.
/// </remarks>
public enum PoolingMode
{
    /// <summary>The average of all token vectors, special tokens included. The default for encoders.</summary>
    Mean,

    /// <summary>The vector of the first token, which BERT-like models call <c>[CLS]</c>.</summary>
    Cls,

    /// <summary>The largest value over the tokens, for each component.</summary>
    Max,

    /// <summary>The vector of the last token. The default for decoders, where only that token has seen the whole text.</summary>
    LastToken,

    /// <summary>
    /// An average whose weights grow linearly with the position (1, 2, 3, …), as SGPT uses it for decoders
    /// (<see href="https://arxiv.org/abs/2202.08904"/>).
    /// </summary>
    WeightedMean,

    /// <summary>
    /// The checkpoint's own pooler: a dense layer and tanh on the first token's vector. Only for BERT and RoBERTa
    /// checkpoints that carry <c>pooler.dense</c>.
    /// </summary>
    Pooler,
}
