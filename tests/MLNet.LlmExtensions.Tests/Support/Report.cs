namespace MLNet.LlmExtensions.Tests.Support;

/// <summary>A labelled report.</summary>
public sealed class Report
{
    public string? Text { get; set; }

    public string Label { get; set; } = "";

    public bool IsAbnormal { get; set; }

    public float Number { get; set; }
}
