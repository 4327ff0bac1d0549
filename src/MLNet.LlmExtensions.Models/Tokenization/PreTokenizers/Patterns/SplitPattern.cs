using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers.Patterns;

/// <summary>Something to look for in a text. Immutable and thread-safe.</summary>
internal abstract class SplitPattern
{
    /// <summary>Appends every match, in order and without overlaps.</summary>
    public abstract void FindMatches(ReadOnlySpan<char> text, GrowList<TextRange> matches);
}
