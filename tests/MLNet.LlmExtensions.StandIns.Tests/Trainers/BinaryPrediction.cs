namespace MLNet.LlmExtensions.StandIns.Tests.Trainers;

internal sealed class BinaryPrediction
{
    public bool PredictedLabel { get; set; }

    public float Score { get; set; }

    public float Probability { get; set; }
}
