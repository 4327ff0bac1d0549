namespace MLNet.LlmExtensions.Inference;

/// <summary>Where the texts of a call come from.</summary>
internal interface ITextSource
{
    int Count { get; }

    string? Text(int index);
}
