namespace ReportClassification.Prediction;

/// <summary>What is said about one report.</summary>
/// <param name="Row">Its line or row in the file, or its number, from 1.</param>
/// <param name="Id">Its id; null where the file has none.</param>
/// <param name="Label">The most probable class.</param>
/// <param name="Probabilities">The probabilities of all classes, in the order of their names.</param>
internal sealed record PredictedReport(long Row, string? Id, string Label, IReadOnlyList<float> Probabilities);
