namespace MLNet.LlmExtensions.Serving;

/// <summary>What is checked of texts before they may wait.</summary>
internal static class TextCheck
{
    public static void Check(IReadOnlyList<string> texts, LlmServiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(texts);
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i] is null)
            {
                throw new ArgumentException($"Text {i} is null.", nameof(texts));
            }

            if (texts[i].Length > options.MaximumTextLength)
            {
                throw new ArgumentException(
                    $"Text {i} has {texts[i].Length} characters; {nameof(options.MaximumTextLength)} is {options.MaximumTextLength}.", nameof(texts));
            }
        }
    }
}
