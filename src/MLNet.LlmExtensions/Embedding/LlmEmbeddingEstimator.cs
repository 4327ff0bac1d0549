using Microsoft.ML;
using MLNet.LlmExtensions.Embedding;
using MLNet.LlmExtensions.Embedding.Sessions;
using MLNet.LlmExtensions.Inference.Sessions;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Rows;

namespace MLNet.LlmExtensions;

/// <summary>
/// Adds the embedding of a text column, computed by a frozen language model, as a vector column of known size. Nothing is
/// learned from the data.
/// </summary>
/// <remarks>
/// Made by <see cref="LlmEmbeddingCatalog"/>. Immutable and thread-safe. The model is loaded on first use and shared by all
/// transformers that were made with the same <see cref="LanguageModel"/> object and equal options, so that cross-validation
/// loads it once. Each transformer belongs to the caller of <see cref="Fit"/>.
/// </remarks>
public sealed class LlmEmbeddingEstimator : IEstimator<LlmEmbeddingTransformer>
{
    private readonly LanguageModel _model;
    private readonly LlmEmbeddingOptions _options;
    private readonly Func<SharedResource<IEmbeddingSession>> _acquire;

    internal LlmEmbeddingEstimator(LanguageModel model, LlmEmbeddingOptions options)
        : this(model, options, () => SessionPool.Acquire(model, options.Embedder))
    {
    }

    internal LlmEmbeddingEstimator(LanguageModel model, LlmEmbeddingOptions options, Func<SharedResource<IEmbeddingSession>> acquire)
    {
        _model = model;
        _options = options;
        _acquire = acquire;
    }

    /// <summary>Checks the data's columns and makes the transformer. Reads no rows.</summary>
    /// <param name="input">Data with the text column.</param>
    /// <returns>The transformer. Dispose of it to let go of the model.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The text column is missing or not a text column.</exception>
    public LlmEmbeddingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _ = TextBindings.FindText(EmbeddingComputation.Name, input.Schema, _options.InputColumnName);
        return new LlmEmbeddingTransformer(_model, _options, _acquire);
    }

    /// <summary>The columns that come out, given those that go in.</summary>
    /// <param name="inputSchema">The columns that go in.</param>
    /// <returns>The same, with the embedding.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The text column is missing or not a text column.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        TextShapes.Check(EmbeddingComputation.Name, inputSchema, _options.InputColumnName);
        return new SchemaShape([
            .. inputSchema.Where(column => column.Name != _options.OutputColumnName),
            EmbeddingShape.Column(_options.OutputColumnName)]);
    }
}
