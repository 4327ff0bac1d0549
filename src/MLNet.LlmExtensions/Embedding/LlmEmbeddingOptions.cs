using MLNet.LlmExtensions.Inference;

namespace MLNet.LlmExtensions;

/// <summary>How <c>LlmEmbedding</c> adds the embedding of a text column to the data.</summary>
/// <example>
/// <code>
/// var embedding = ml.Transforms.Text.LlmEmbedding(model, new LlmEmbeddingOptions
/// {
///     InputColumnName = "Findings",
///     Embedder = new TextEmbedderOptions { Pooling = PoolingMode.Mean, Normalize = true },
///     Progress = new Progress&lt;LlmEmbeddingProgress&gt;(p => Console.WriteLine(p)),
/// });
/// </code>
/// </example>
public sealed record LlmEmbeddingOptions
{
    /// <summary>The column that receives the embedding, a vector of single-precision numbers. The default is <c>Features</c>.</summary>
    public string OutputColumnName { get; init; } = "Features";

    /// <summary>The text column that is embedded. The default is <c>Text</c>.</summary>
    public string InputColumnName { get; init; } = "Text";

    /// <summary>How texts become vectors, and where the model runs. The default is what the model's own files say, on the best device.</summary>
    public TextEmbedderOptions Embedder { get; init; } = new();

    /// <summary>
    /// The most rows that a cursor reads ahead to embed them together, sorted by length. More packs better and costs memory;
    /// 1 embeds row by row. The default is 1024. A cursor starts with fewer, so that a look at the first rows is cheap.
    /// </summary>
    public int LookAheadRows { get; init; } = 1024;

    /// <summary>
    /// The most characters that a cursor reads ahead, together with the values of vectors in other columns, so that long
    /// reports do not pile up in memory. A single row longer than that is read alone. The default is 4,194,304.
    /// </summary>
    public int LookAheadCharacters { get; init; } = 1 << 22;

    /// <summary>
    /// Told of the rows embedded so far each time a cursor has embedded some more, on the thread that reads the cursor.
    /// <see langword="null"/> (the default): nobody.
    /// </summary>
    public IProgress<LlmEmbeddingProgress>? Progress { get; init; }

    /// <summary>
    /// Ends the work between two passes through the model: the cursor, and so <c>Fit</c> or whoever reads it, fails with an
    /// <see cref="OperationCanceledException"/>. It is part of the transformer and stays cancelled. The default never ends.
    /// </summary>
    public CancellationToken CancellationToken { get; init; }

    internal LlmEmbeddingOptions Check(string parameterName)
    {
        ThrowIfEmpty(OutputColumnName, nameof(OutputColumnName));
        ThrowIfEmpty(InputColumnName, nameof(InputColumnName));
        ThrowIfLessThanOne(LookAheadRows, nameof(LookAheadRows));
        ThrowIfLessThanOne(LookAheadCharacters, nameof(LookAheadCharacters));
        return Embedder is null
            ? throw new ArgumentException($"{nameof(LlmEmbeddingOptions)}.{nameof(Embedder)} must not be null.", parameterName)
            : this;

        void ThrowIfEmpty(string value, string option)
        {
            if (string.IsNullOrEmpty(value))
            {
                throw new ArgumentException($"{nameof(LlmEmbeddingOptions)}.{option} must name a column.", parameterName);
            }
        }

        void ThrowIfLessThanOne(int value, string option)
        {
            if (value < 1)
            {
                throw new ArgumentException($"{nameof(LlmEmbeddingOptions)}.{option} is {value}; it must be 1 or more.", parameterName);
            }
        }
    }
}
