namespace ReportClassification.Training;

/// <summary>A class and its rows in each part of the data.</summary>
internal sealed record ClassCount(string Label, IReadOnlyList<int> Rows);
