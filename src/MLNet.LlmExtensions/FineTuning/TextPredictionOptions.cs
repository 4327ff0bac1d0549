using MLNet.LlmExtensions.Inference;

namespace MLNet.LlmExtensions;

/// <summary>How a fine-tuned classifier predicts over data: where it runs and how far it reads ahead.</summary>
public sealed record TextPredictionOptions
{
    /// <summary>Where and how fast the classifier runs. The default is the best device, with default settings.</summary>
    public TextClassifierOptions Classifier { get; init; } = new();

    /// <summary>
    /// The most rows that a cursor reads ahead to classify them together, sorted by length. More packs better and costs memory;
    /// 1 classifies row by row. The default is 1024. A cursor starts with fewer, so that a look at the first rows is cheap.
    /// </summary>
    public int LookAheadRows { get; init; } = 1024;

    /// <summary>
    /// The most characters that a cursor reads ahead, together with the values of vectors in other columns, so that long
    /// reports do not pile up in memory. A single row longer than that is read alone. The default is 4,194,304.
    /// </summary>
    public int LookAheadCharacters { get; init; } = 1 << 22;

    /// <summary>
    /// Told of the rows classified so far each time a cursor has classified some more, on the thread that reads the cursor.
    /// <see langword="null"/> (the default): nobody.
    /// </summary>
    public IProgress<TextPredictionProgress>? Progress { get; init; }

    /// <summary>
    /// Ends predictions between two passes through the model with an <see cref="OperationCanceledException"/>. It is part of the
    /// transformer and stays cancelled. The default never ends.
    /// </summary>
    public CancellationToken CancellationToken { get; init; }

    internal TextPredictionOptions Check(string parameterName)
    {
        var wrong =
            Classifier is null ? $"{nameof(Classifier)} must not be null"
            : LookAheadRows < 1 ? $"{nameof(LookAheadRows)} is {LookAheadRows}; it must be 1 or more"
            : LookAheadCharacters < 1 ? $"{nameof(LookAheadCharacters)} is {LookAheadCharacters}; it must be 1 or more"
            : null;
        return wrong is null ? this : throw new ArgumentException($"{nameof(TextPredictionOptions)}.{wrong}.", parameterName);
    }
}
