namespace PredictionService.Explanations;

/// <summary>A sentence of a text.</summary>
/// <param name="Start">Where it begins, in UTF-16 code units.</param>
/// <param name="Length">Its length with the white space behind it, so that the sentences together are the text.</param>
internal readonly record struct Sentence(int Start, int Length);
