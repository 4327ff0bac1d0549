namespace MLNet.LlmExtensions.StandIns.Tests.Pipelines;

public sealed class LengthRow
{
    public int Length { get; set; }
}
