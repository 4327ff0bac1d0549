namespace MLNet.LlmExtensions.Training;

/// <summary>A text, or a pair of texts, with its class or classes.</summary>
public sealed class TrainingExample
{
    /// <summary>A text of one class.</summary>
    /// <param name="text">The text; <see langword="null"/> is the empty text.</param>
    /// <param name="label">The index of its class; the first class is 0.</param>
    public TrainingExample(string? text, int label)
        : this(text, [label])
    {
    }

    /// <summary>A text of any number of classes, for <see cref="FineTuningOptions.MultiLabel"/>.</summary>
    /// <param name="text">The text; <see langword="null"/> is the empty text.</param>
    /// <param name="labels">The indices of its classes, none twice; the first class is 0. May be empty.</param>
    public TrainingExample(string? text, IReadOnlyList<int> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        Text = text ?? "";
        Labels = [.. labels];
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>
    /// The second text of a pair, or <see langword="null"/> for a single text. Either all examples of a training have one or
    /// none has; an empty second text still makes a pair.
    /// </summary>
    public string? TextPair { get; init; }

    /// <summary>The indices of the classes.</summary>
    public IReadOnlyList<int> Labels { get; }
}
