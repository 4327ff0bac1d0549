using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Tokenization.Windows;

namespace MLNet.LlmExtensions.Training.Data;

/// <summary>The rows of a training, checked, split and tokenised once.</summary>
internal sealed record TrainingData
{
    /// <summary>The rows to train on.</summary>
    public required IReadOnlyList<TokenizedExample> Training { get; init; }

    /// <summary>The rows to measure on; empty where there are none.</summary>
    public required IReadOnlyList<TokenizedExample> Validation { get; init; }

    /// <summary>How texts were read.</summary>
    public required TextReading Reading { get; init; }

    /// <summary>Whether the rows are pairs of texts.</summary>
    public required bool HasPairs { get; init; }

    /// <summary>The id for places without a token.</summary>
    public required int PadTokenId { get; init; }

    /// <summary>Texts in several windows.</summary>
    public required int ChunkedTexts { get; init; }

    /// <summary>Texts whose end was cut off.</summary>
    public required int TruncatedTexts { get; init; }

    /// <summary>Checks, splits and tokenises.</summary>
    /// <param name="model">The model that reads the texts.</param>
    /// <param name="options">How.</param>
    /// <param name="train">The training rows.</param>
    /// <param name="validation">The validation rows; <see langword="null"/> to hold some of the training rows back.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="splitSeed">Decides which rows are held back.</param>
    /// <exception cref="ArgumentException">The rows cannot be learned from; the message says why.</exception>
    public static TrainingData Read(
        LanguageModel model,
        FineTuningOptions options,
        IReadOnlyList<TrainingExample> train,
        IReadOnlyList<TrainingExample>? validation,
        IReadOnlyList<string> classes,
        long splitSeed)
    {
        LabelCheck.Classes(classes, options.MultiLabel);
        var pairs = LabelCheck.Rows(train, classes, options.MultiLabel, null, nameof(train));
        LabelCheck.Learnable(train, classes, options.MultiLabel, nameof(train));
        LabelCheck.Rows(validation ?? [], classes, options.MultiLabel, pairs, nameof(validation));
        var reading = TextReading.Resolve(
            model,
            options.Prompt,
            options.PromptName,
            options.MaximumLength,
            options.LongText,
            options.ChunkOverlap,
            pairs,
            nameof(options));
        var reader = new TextRowReader(model, reading);
        var (training, held) = (Tokenize(train, "training"), Tokenize(validation ?? [], "validation"));
        if (validation is null && options.ValidationFraction > 0)
        {
            var sides = ValidationSplit.Split(train, options.ValidationFraction, splitSeed);
            (training, held) = ([.. sides.Training.Select(row => training[row])], [.. sides.Validation.Select(row => training[row])]);
        }

        return new TrainingData
        {
            Training = training,
            Validation = held,
            Reading = reading,
            HasPairs = pairs,
            PadTokenId = reader.PadTokenId,
            ChunkedTexts = reader.ChunkedTexts,
            TruncatedTexts = reader.TruncatedTexts,
        };

        TokenizedExample[] Tokenize(IReadOnlyList<TrainingExample> examples, string name)
        {
            var tokenized = new TokenizedExample[examples.Count];
            for (var i = 0; i < tokenized.Length; i++)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                tokenized[i] = new TokenizedExample(reader.Read(examples[i].Text, examples[i].TextPair, $"Row {i} of the {name} rows"), examples[i].Labels);
            }

            return tokenized;
        }
    }
}
