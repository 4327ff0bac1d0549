namespace ReportClassification.Data;

/// <summary>A row of the user's file.</summary>
/// <param name="Position">Its line or row in the file, from 1.</param>
/// <param name="Text">The report.</param>
/// <param name="Label">Its class.</param>
/// <param name="Split">Its part; null where the file has none.</param>
internal sealed record LabelledReport(long Position, string Text, string Label, DataSplit? Split);
