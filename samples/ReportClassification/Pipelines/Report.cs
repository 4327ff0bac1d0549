namespace ReportClassification.Pipelines;

/// <summary>A report as ML.NET reads it: public properties are columns.</summary>
internal sealed class Report
{
    /// <summary>What the language model reads.</summary>
    public string Text { get; set; } = "";

    /// <summary>The class; empty for a report that is to be classified.</summary>
    public string Label { get; set; } = "";

    /// <summary>The line or row in the file. It passes through the pipeline untouched.</summary>
    public long Position { get; set; }

    /// <summary>The user's name for it, if there is one. It passes through the pipeline untouched.</summary>
    public string Id { get; set; } = "";
}
