namespace MLNet.LlmExtensions.Inference.Batching;

/// <summary>One row for the model: a stretch of one text's tokens, or one of each text of a pair.</summary>
/// <param name="Text">The index of the text within the segment.</param>
/// <param name="Start">Where the stretch begins in the segment's tokens.</param>
/// <param name="Length">Its tokens, without special ones.</param>
/// <param name="PairStart">Where the stretch of the second text begins.</param>
/// <param name="PairLength">Its tokens, without special ones; 0 for single texts.</param>
internal readonly record struct TextWindow(int Text, int Start, int Length, int PairStart, int PairLength)
{
    /// <summary>The tokens of both stretches.</summary>
    public int ContentLength => Length + PairLength;
}
