using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Models.Tokenization.Windows;
using MLNet.LlmExtensions.Training.Randomness;

namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>The texts of a training as rows of tokens, read once.</summary>
internal sealed record LanguageModelRows
{
    /// <summary>The rows to train on.</summary>
    public required IReadOnlyList<int[]> Training { get; init; }

    /// <summary>The rows to measure on; empty where there are none.</summary>
    public required IReadOnlyList<int[]> Validation { get; init; }

    /// <summary>The id for places without a token.</summary>
    public required int PadTokenId { get; init; }

    /// <summary>Texts without a single token, which are in no row.</summary>
    public required int EmptyTexts { get; init; }

    /// <summary>Texts that did not fit into one row.</summary>
    public required int ChunkedTexts { get; init; }

    /// <summary>Reads, splits and cuts.</summary>
    /// <param name="model">The model that reads the texts.</param>
    /// <param name="options">How.</param>
    /// <param name="settings">What they come to.</param>
    /// <param name="texts">The texts to train on; walked through once. <see langword="null"/> among them is the empty text.</param>
    /// <param name="validation">The texts to measure on; <see langword="null"/> to hold some of the others back.</param>
    /// <param name="splitSeed">Decides which texts are held back.</param>
    /// <exception cref="ArgumentException">There is no text to train on, or the tokenizer lacks what an option needs.</exception>
    /// <exception cref="InvalidDataException">The tokenizer gives ids that the model does not have.</exception>
    public static LanguageModelRows Read(
        LanguageModel model,
        PretrainingOptions options,
        PretrainingSettings settings,
        IEnumerable<string?> texts,
        IEnumerable<string?>? validation,
        long splitSeed)
    {
        var roles = new TokenRoles(model.Tokenizer);
        CheckTokenizer(model, roles, options, settings);
        var vocabulary = new ModelVocabulary(model);
        var (training, held) = (Packer(), Packer());
        var (buffer, empty, chunked) = (new TokenBuffer(), 0, 0);
        foreach (var text in texts)
        {
            Add(text, validation is null && IsHeld(text ?? "", options.ValidationFraction, splitSeed) ? held : training);
        }

        foreach (var text in validation ?? [])
        {
            Add(text, held);
        }

        training.Finish();
        held.Finish();
        if (training.Rows.Count == 0)
        {
            throw new ArgumentException("There is no text to train on: none has a token, or all are held back for validation.", nameof(texts));
        }

        return new LanguageModelRows
        {
            Training = training.Rows,
            Validation = held.Rows,
            PadTokenId = vocabulary.PadTokenId,
            EmptyTexts = empty,
            ChunkedTexts = chunked,
        };

        RowPacker Packer() => settings.Task == LanguageModelingTask.MaskedTokens
            ? new EncoderRowPacker(model.Tokenizer, roles.SeparatorTokenId, settings.MaximumLength, options.PackTexts)
            : new DecoderRowPacker(model.Tokenizer, settings.MaximumLength, options.PackTexts);

        void Add(string? text, RowPacker packer)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            buffer.Clear();
            model.Tokenizer.EncodeContent(model.EmbeddingSettings.LowerCase ? text?.ToLowerInvariant() : text, buffer);
            if (buffer.Count == 0)
            {
                empty++;
                return;
            }

            vocabulary.Check(buffer.Ids);
            chunked += buffer.Count + model.Tokenizer.SpecialTokenCount() > settings.MaximumLength ? 1 : 0;
            packer.Add(buffer.Ids);
        }
    }

    private static void CheckTokenizer(LanguageModel model, TokenRoles roles, PretrainingOptions options, PretrainingSettings settings)
    {
        var tokenizer = model.Tokenizer;
        var isMasked = settings.Task == LanguageModelingTask.MaskedTokens;
        if (isMasked && roles.MaskTokenId is null)
        {
            throw new ArgumentException(
                $"The tokenizer in '{model.Folder}' names no mask token, which {nameof(LanguageModelingTask.MaskedTokens)} needs. " +
                "Say in tokenizer_config.json which one it is ('mask_token').",
                nameof(options));
        }

        if (isMasked && tokenizer.SpecialTokenCount() >= settings.MaximumLength)
        {
            throw new ArgumentException(
                $"{nameof(PretrainingOptions.MaximumLength)} is {settings.MaximumLength}, which leaves no room beside {tokenizer.SpecialTokenCount()} special tokens.",
                nameof(options));
        }

        if (options.PackTexts && roles.SeparatorTokenId is null)
        {
            throw new ArgumentException(
                $"The tokenizer in '{model.Folder}' has no token that could stand between two texts. Set {nameof(PretrainingOptions.PackTexts)} to false.",
                nameof(options));
        }
    }

    /// <summary>Whether a text is held back: decided by the text alone, so that equal texts are on one side and none need be kept.</summary>
    private static bool IsHeld(string text, double fraction, long seed)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), hash);
        return new SeededRandom(SeededRandom.Mix(seed, BitConverter.ToInt64(hash))).NextDouble() < fraction;
    }
}
