namespace MLNet.LlmExtensions.StandIns.Tests.Evaluation;

/// <summary>A row as a classifier into two classes leaves it.</summary>
internal sealed class BinaryRow
{
    public bool Label { get; set; }

    public bool PredictedLabel { get; set; }

    public float Score { get; set; }

    public float Probability { get; set; }
}
