namespace ReportEncoder.Evaluation;

/// <summary>What a probe says of a row.</summary>
internal sealed class ProbePrediction
{
    public string PredictedLabel { get; set; } = "";
}
