namespace MLNet.LlmExtensions.Models.Tokenization.Windows;

/// <summary>How texts become rows of tokens, with the model's own settings in the places that were left open, checked.</summary>
/// <param name="Prompt">What is put before each text; may be empty.</param>
/// <param name="MaximumLength">The longest row in tokens, special ones included.</param>
/// <param name="LongText">What happens to longer texts.</param>
/// <param name="ChunkOverlap">Tokens that two neighbouring windows share at the least; at most half a window.</param>
internal sealed record TextReading(string Prompt, int MaximumLength, LongTextHandling LongText, int ChunkOverlap)
{
    /// <summary>Fills in and checks.</summary>
    /// <param name="model">The model that will read the rows.</param>
    /// <param name="prompt">A prompt, or null.</param>
    /// <param name="promptName">The name of one of the model's prompts, or null.</param>
    /// <param name="maximumLength">The longest row, or null for the model's.</param>
    /// <param name="longText">What happens to longer texts.</param>
    /// <param name="chunkOverlap">The overlap that is wanted.</param>
    /// <param name="pairs">Whether texts come in pairs, which takes more special tokens.</param>
    /// <param name="parameterName">The parameter that an exception names; its properties are called as the parameters here.</param>
    /// <exception cref="ArgumentException">A value does not go with the model.</exception>
    /// <exception cref="NotSupportedException">The model leaves its prompt out of pooling.</exception>
    public static TextReading Resolve(
        LanguageModel model,
        string? prompt,
        string? promptName,
        int? maximumLength,
        LongTextHandling longText,
        int chunkOverlap,
        bool pairs,
        string parameterName)
    {
        var length = ResolveMaximumLength(model, maximumLength, pairs, parameterName);
        var capacity = length - model.Tokenizer.SpecialTokenCount(pairs);
        return new TextReading(
            ResolvePrompt(model, prompt, promptName, parameterName), length, longText, Math.Min(chunkOverlap, capacity / 2));
    }

    private static int ResolveMaximumLength(LanguageModel model, int? maximumLength, bool pairs, string parameterName)
    {
        var length = maximumLength ?? model.EmbeddingSettings.MaximumLength;
        var least = model.Tokenizer.SpecialTokenCount(pairs) + (pairs ? 2 : 1);
        var most = model.Configuration.MaximumPositions;
        if (length < least || (most > 0 && length > most))
        {
            throw new ArgumentOutOfRangeException(
                parameterName,
                length,
                most > 0
                    ? $"MaximumLength must be between {least} and {most} tokens for the model in '{model.Folder}'."
                    : $"MaximumLength must be at least {least} tokens for the model in '{model.Folder}'.");
        }

        return length;
    }

    private static string ResolvePrompt(LanguageModel model, string? prompt, string? promptName, string parameterName)
    {
        if (prompt is not null && promptName is not null)
        {
            throw new ArgumentException("Set Prompt or PromptName, not both.", parameterName);
        }

        var settings = model.EmbeddingSettings;
        var text = prompt ?? "";
        if (prompt is null && (promptName ?? settings.DefaultPromptName) is { } name && !settings.Prompts.TryGetValue(name, out text))
        {
            var known = settings.Prompts.Count == 0 ? "it has none" : "it has " + string.Join(", ", settings.Prompts.Keys);
            throw new ArgumentException($"The model in '{model.Folder}' has no prompt named '{name}'; {known}.", parameterName);
        }

        if (text.Length > 0 && !settings.IncludePrompt)
        {
            throw new NotSupportedException(
                $"The model in '{model.Folder}' leaves its prompt out of pooling (include_prompt is false), which is not supported. Leave the prompt empty.");
        }

        return text;
    }
}
