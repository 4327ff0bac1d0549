using MLNet.LlmExtensions.Serving;

namespace BatchScoring.Output;

/// <summary>A row with what the classifier says of it.</summary>
/// <param name="File">The input file's name.</param>
/// <param name="Row">The row's number in it, from 1.</param>
/// <param name="Id">The row's id; null where no column was named for it.</param>
/// <param name="Result">The class and the probabilities.</param>
internal readonly record struct ScoredRow(string File, long Row, string? Id, TextClassification Result);
