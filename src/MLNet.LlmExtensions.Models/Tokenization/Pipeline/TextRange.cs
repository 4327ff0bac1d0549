namespace MLNet.LlmExtensions.Models.Tokenization.Pipeline;

/// <summary>A run of characters inside a text.</summary>
internal readonly record struct TextRange(int Start, int End)
{
    public int Length => End - Start;
}
