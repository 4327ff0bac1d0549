namespace MLNet.LlmExtensions.Tests.Support;

/// <summary>What a multiclass head says of a report.</summary>
public sealed class Prediction
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
