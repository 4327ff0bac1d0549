namespace MLNet.LlmExtensions.TestHost;

/// <summary>What a served model for yes or no gives.</summary>
public sealed class BinaryScoredRow
{
    public bool PredictedLabel { get; set; }

    public float Score { get; set; }

    public float Probability { get; set; }
}
