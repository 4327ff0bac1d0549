namespace MLNet.LlmExtensions.Tests.Support;

/// <summary>A report with findings that do not exclude each other.</summary>
public sealed class ReportFindings
{
    public string? Text { get; set; }

    public float Effusion { get; set; }

    public float Abnormal { get; set; }
}
