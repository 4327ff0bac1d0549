namespace MLNet.LlmExtensions.StandIns.Tests.Evaluation;

/// <summary>A row as a classifier into three classes leaves it.</summary>
internal sealed class ScoredRow
{
    [KeyType(3)]
    public uint Label { get; set; }

    [KeyType(3)]
    public uint PredictedLabel { get; set; }

    [VectorType(3)]
    public float[] Score { get; set; } = [];
}
