namespace MLNet.LlmExtensions.Tests.Support;

/// <summary>What a binary classifier says of a report.</summary>
public sealed class BinaryPrediction
{
    public bool PredictedLabel { get; set; }

    public float Score { get; set; }

    public float Probability { get; set; }
}
