using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.Normalizers;

/// <summary>Reused memory for normalizers. Its content means nothing between two steps.</summary>
internal sealed class NormalizerScratch
{
    /// <summary>Receives the first of two passes.</summary>
    public CharBuffer Text { get; } = new();

    /// <summary>Receives the matches of a pattern.</summary>
    public GrowList<TextRange> Matches { get; } = new();

    public void Trim(int largestCapacity)
    {
        Text.Trim(largestCapacity);
        Matches.Trim(largestCapacity);
    }
}
