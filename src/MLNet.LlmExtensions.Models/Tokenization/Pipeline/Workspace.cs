using MLNet.LlmExtensions.Models.Tokenization.Normalizers;

namespace MLNet.LlmExtensions.Models.Tokenization.Pipeline;

/// <summary>
/// The scratch memory of one call. Workspaces are pooled, so that encoding allocates nothing once the buffers have
/// grown to the length of the usual text. Used by one thread at a time.
/// </summary>
internal sealed class Workspace(WordCache? wordCache)
{
    // Room for a text of a few hundred thousand characters; what grew beyond it is given back.
    private const int LargestKeptCapacity = 1 << 19;

    /// <summary>Remembers the tokens of frequent words; null for models that do not gain from it.</summary>
    public WordCache? WordCache { get; } = wordCache;

    /// <summary>The tokens of the word at hand, on their way into the cache.</summary>
    public TokenBuffer WordTokens { get; } = CreateWordTokens();

    public CharBuffer WellFormed { get; } = new();

    public CharBuffer Normalized { get; } = new();

    public CharBuffer NextNormalized { get; } = new();

    public NormalizerScratch NormalizerScratch { get; } = new();

    public CharBuffer Rewritten { get; } = new();

    public CharBuffer NextRewritten { get; } = new();

    public GrowList<Piece> Pieces { get; } = new();

    public GrowList<Piece> NextPieces { get; } = new();

    public GrowList<TextRange> Matches { get; } = new();

    public GrowList<AddedTokenMatch> RawMatches { get; } = new();

    public GrowList<AddedTokenMatch> NormalizedMatches { get; } = new();

    public GrowList<MergeSymbol> Symbols { get; } = new();

    public GrowList<long> MergeQueue { get; } = new();

    public GrowList<BestPath> BestPaths { get; } = new();

    public void Trim()
    {
        WellFormed.Trim(LargestKeptCapacity);
        Normalized.Trim(LargestKeptCapacity);
        NextNormalized.Trim(LargestKeptCapacity);
        NormalizerScratch.Trim(LargestKeptCapacity);
        Rewritten.Trim(LargestKeptCapacity);
        NextRewritten.Trim(LargestKeptCapacity);
        Pieces.Trim(LargestKeptCapacity);
        NextPieces.Trim(LargestKeptCapacity);
        Matches.Trim(LargestKeptCapacity);
        RawMatches.Trim(LargestKeptCapacity);
        NormalizedMatches.Trim(LargestKeptCapacity);
        Symbols.Trim(LargestKeptCapacity);
        MergeQueue.Trim(LargestKeptCapacity);
        BestPaths.Trim(LargestKeptCapacity);
    }

    private static TokenBuffer CreateWordTokens()
    {
        var buffer = new TokenBuffer();
        buffer.RecordLengths();
        return buffer;
    }
}
