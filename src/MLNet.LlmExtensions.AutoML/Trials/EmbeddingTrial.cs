namespace MLNet.LlmExtensions.AutoML;

/// <summary>What a trial says of an embedding; null where it says nothing. The names are those in the parameters of trials.</summary>
internal sealed class EmbeddingTrial
{
    public string? Model { get; set; }

    public string? Readout { get; set; }

    public int? Dimensions { get; set; }

    public int? MaximumLength { get; set; }

    public string? Prompt { get; set; }
}
