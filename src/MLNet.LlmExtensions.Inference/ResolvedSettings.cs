using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Tokenization.Windows;

namespace MLNet.LlmExtensions.Inference;

/// <summary>The options with the model's own settings in the places that were left open, checked.</summary>
internal sealed record ResolvedSettings(string Prompt, int MaximumLength, int ChunkOverlap, bool Normalize)
{
    public static ResolvedSettings Resolve(LanguageModel model, TextEmbedderOptions options, bool hasPairs = false)
    {
        AtLeast(options, options.ChunkOverlap, 0, nameof(options.ChunkOverlap));
        AtLeast(options, options.TokenBudget, 1, nameof(options.TokenBudget));
        AtLeast(options, options.MaximumBatchSize, 1, nameof(options.MaximumBatchSize));
        AtLeast(options, options.DeviceId, 0, nameof(options.DeviceId));
        AtLeast(options, options.IntraOpThreads, 1, nameof(options.IntraOpThreads));
        AtLeast(options, options.Dimensions, 1, nameof(options.Dimensions));
        NoneMissing(options, options.Readouts, nameof(options.Readouts));
        NoneMissing(options, options.CachedReadouts, nameof(options.CachedReadouts));
        Defined(options, options.LongText, nameof(options.LongText));
        Defined(options, options.Device, nameof(options.Device));

        var reading = TextReading.Resolve(
            model,
            options.Prompt,
            options.PromptName,
            options.MaximumLength,
            options.LongText,
            options.ChunkOverlap,
            hasPairs,
            nameof(options));
        return new ResolvedSettings(
            reading.Prompt, reading.MaximumLength, reading.ChunkOverlap, options.Normalize ?? model.EmbeddingSettings.Normalize);
    }

    private static void AtLeast(TextEmbedderOptions options, int? value, int least, string name)
    {
        if (value < least)
        {
            throw new ArgumentOutOfRangeException(nameof(options), value, $"{name} must be at least {least}.");
        }
    }

    private static void NoneMissing(TextEmbedderOptions options, IReadOnlyList<EmbeddingReadout> readouts, string name)
    {
        if (readouts?.Contains(null!) != false)
        {
            throw new ArgumentException($"{name} or one of its entries is null.", nameof(options));
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
