using MLNet.LlmExtensions.Inference;

namespace ReportClassification.Training;

/// <summary>What the language model read.</summary>
/// <param name="Texts">Texts.</param>
/// <param name="LongTexts">Of these, texts longer than a window, which were read in several.</param>
/// <param name="Tokens">Tokens.</param>
/// <param name="PaddedTokens">Tokens and padding.</param>
internal sealed record EmbeddingFigures(long Texts, long LongTexts, long Tokens, long PaddedTokens)
{
    public static EmbeddingFigures Of(EmbeddingStatistics statistics) =>
        new(statistics.Texts, statistics.ChunkedTexts, statistics.Tokens, statistics.PaddedTokens);
}
