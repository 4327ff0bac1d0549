namespace MLNet.LlmExtensions.Tests.Heads;

/// <summary>A point of a cloud.</summary>
public sealed class Cloud
{
    public string Label { get; set; } = "";

    public bool IsFirst { get; set; }

    public float[] Features { get; set; } = [];
}
