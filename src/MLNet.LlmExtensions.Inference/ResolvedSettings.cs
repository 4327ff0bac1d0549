using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions.Inference;

/// <summary>The options with the model's own settings in the places that were left open, checked.</summary>
internal sealed record ResolvedSettings(string Prompt, int MaximumLength, int ChunkOverlap, bool Normalize)
{
    public static ResolvedSettings Resolve(LanguageModel model, TextEmbedderOptions options)
    {
        AtLeast(options, options.ChunkOverlap, 0, nameof(options.ChunkOverlap));
        AtLeast(options, options.TokenBudget, 1, nameof(options.TokenBudget));
        AtLeast(options, options.MaximumBatchSize, 1, nameof(options.MaximumBatchSize));
        AtLeast(options, options.DeviceId, 0, nameof(options.DeviceId));
        AtLeast(options, options.IntraOpThreads, 1, nameof(options.IntraOpThreads));
        AtLeast(options, options.Dimensions, 1, nameof(options.Dimensions));
        Defined(options, options.LongText, nameof(options.LongText));
        Defined(options, options.Device, nameof(options.Device));

        var maximumLength = ResolveMaximumLength(model, options);
        var capacity = maximumLength - model.Tokenizer.SpecialTokenCount();
        return new ResolvedSettings(
            ResolvePrompt(model, options),
            maximumLength,
            Math.Min(options.ChunkOverlap, capacity / 2),
            options.Normalize ?? model.EmbeddingSettings.Normalize);
    }

    private static int ResolveMaximumLength(LanguageModel model, TextEmbedderOptions options)
    {
        var length = options.MaximumLength ?? model.EmbeddingSettings.MaximumLength;
        var least = model.Tokenizer.SpecialTokenCount() + 1;
        var most = model.Configuration.MaximumPositions;
        if (length < least || (most > 0 && length > most))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                length,
                $"{nameof(TextEmbedderOptions.MaximumLength)} must be between {least} and {most} tokens for the model in '{model.Folder}'.");
        }

        return length;
    }

    private static string ResolvePrompt(LanguageModel model, TextEmbedderOptions options)
    {
        if (options.Prompt is not null && options.PromptName is not null)
        {
            throw new ArgumentException(
                $"Set {nameof(TextEmbedderOptions.Prompt)} or {nameof(TextEmbedderOptions.PromptName)}, not both.", nameof(options));
        }

        var settings = model.EmbeddingSettings;
        var prompt = options.Prompt ?? "";
        if (options.Prompt is null && (options.PromptName ?? settings.DefaultPromptName) is { } name
            && !settings.Prompts.TryGetValue(name, out prompt))
        {
            var known = settings.Prompts.Count == 0 ? "it has none" : "it has " + string.Join(", ", settings.Prompts.Keys);
            throw new ArgumentException($"The model in '{model.Folder}' has no prompt named '{name}'; {known}.", nameof(options));
        }

        if (prompt.Length > 0 && !settings.IncludePrompt)
        {
            throw new NotSupportedException(
                $"The model in '{model.Folder}' leaves its prompt out of pooling (include_prompt is false), which is not supported. Embed without a prompt.");
        }

        return prompt;
    }

    private static void AtLeast(TextEmbedderOptions options, int? value, int least, string name)
    {
        if (value < least)
        {
            throw new ArgumentOutOfRangeException(nameof(options), value, $"{name} must be at least {least}.");
        }
    }

    private static void Defined<TEnum>(TextEmbedderOptions options, TEnum value, string name)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(nameof(options), value, $"{name} has no such value.");
        }
    }
}
