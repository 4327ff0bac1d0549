namespace MLNet.LlmExtensions.Inference.Batching;

/// <summary>One row for the model: a stretch of one text's tokens.</summary>
/// <param name="Text">The index of the text within the segment.</param>
/// <param name="Start">Where the stretch begins in the segment's tokens.</param>
/// <param name="Length">Its tokens, without special ones.</param>
internal readonly record struct TextWindow(int Text, int Start, int Length);
