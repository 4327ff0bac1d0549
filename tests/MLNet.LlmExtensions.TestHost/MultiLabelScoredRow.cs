namespace MLNet.LlmExtensions.TestHost;

/// <summary>What a served model for several classes at once gives.</summary>
public sealed class MultiLabelScoredRow
{
    public float[] Score { get; set; } = [];
}
