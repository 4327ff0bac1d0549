namespace MLNet.LlmExtensions.StandIns.Tests.Transforms;

public sealed class Mapped
{
    public int Length { get; set; }

    [VectorType(2)]
    public float[]? Letters { get; set; }
}
