namespace MLNet.LlmExtensions.StandIns.Tests.Trainers;

internal sealed class MulticlassPrediction
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
