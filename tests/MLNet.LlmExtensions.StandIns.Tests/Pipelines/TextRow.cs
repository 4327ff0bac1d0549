namespace MLNet.LlmExtensions.StandIns.Tests.Pipelines;

public sealed class TextRow
{
    public string? Text { get; set; }
}
