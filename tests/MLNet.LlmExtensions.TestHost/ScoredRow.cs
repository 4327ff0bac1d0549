namespace MLNet.LlmExtensions.TestHost;

/// <summary>What a served model gives.</summary>
public sealed class ScoredRow
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
