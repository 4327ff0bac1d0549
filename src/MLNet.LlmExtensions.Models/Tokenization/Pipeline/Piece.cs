namespace MLNet.LlmExtensions.Models.Tokenization.Pipeline;

/// <summary>A part of a text that is given to the model on its own.</summary>
/// <param name="Start">Where it starts in the text as the pre-tokenizers have rewritten it.</param>
/// <param name="Length">Its length there.</param>
/// <param name="SourceStart">Where it starts in the text that the pre-tokenizers were given.</param>
/// <param name="SourceLength">Its length there.</param>
internal readonly record struct Piece(int Start, int Length, int SourceStart, int SourceLength)
{
    public int End => Start + Length;

    /// <summary>The part of this piece from <paramref name="start"/> on, where the text was not rewritten.</summary>
    public Piece Part(int start, int length)
    {
        int sourceOffset = Math.Min(start - Start, SourceLength);
        return new Piece(start, length, SourceStart + sourceOffset, Math.Min(length, SourceLength - sourceOffset));
    }
}
