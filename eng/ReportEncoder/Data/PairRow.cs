namespace ReportEncoder.Data;

/// <summary>A prepared pair of texts that belong together.</summary>
internal sealed record PairRow(string Source, string Text, string Positive);
