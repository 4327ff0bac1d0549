namespace ReportClassification.Pipelines;

/// <summary>A report as it comes out of the pipeline.</summary>
internal sealed class ScoredReport
{
    /// <summary>The line or row in the file.</summary>
    public long Position { get; set; }

    /// <summary>The user's name for it, if there is one.</summary>
    public string Id { get; set; } = "";

    /// <summary>The most probable class.</summary>
    public string PredictedLabel { get; set; } = "";

    /// <summary>The probabilities of the classes, in the order of <see cref="ClassNames"/>.</summary>
    public float[] Score { get; set; } = [];
}
