namespace MLNet.LlmExtensions.TestHost;

/// <summary>What a served model is given.</summary>
public sealed class TextRow
{
    public string Text { get; set; } = "";

    public string Label { get; set; } = "";
}
