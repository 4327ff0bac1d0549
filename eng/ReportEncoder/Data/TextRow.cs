namespace ReportEncoder.Data;

/// <summary>A prepared document.</summary>
internal sealed record TextRow(string Source, string Text);
