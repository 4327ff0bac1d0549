using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Embedding;
using MLNet.LlmExtensions.Embedding.Sessions;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Inference.Sessions;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Persistence;
using MLNet.LlmExtensions.Rows;
using MLNet.LlmExtensions.Sessions;

namespace MLNet.LlmExtensions;

/// <summary>
/// Adds the embedding of a text column to the data. Made by <see cref="LlmEmbeddingEstimator.Fit"/>.
/// </summary>
/// <remarks>
/// <para>Over data (<see cref="Transform"/>) it reads some rows ahead, embeds them together and hands them out in their order,
/// with all other columns, row ids and all. Inside a <c>PredictionEngine</c> it embeds one row at a time. Both give the same
/// numbers up to rounding (1e-5; int8 weights excepted).</para>
/// <para>Saved with <c>ml.Model.Save</c>, it is loaded again as a chain of ML.NET's own transformers that gives the same
/// numbers row by row; <see cref="LoadedLlmEmbeddings.WithBatchedEmbeddings"/> makes it fast again over data. A saved model
/// refers to the folder of the language model and does not contain it; see <see cref="LanguageModelFolders"/>.</para>
/// <para>Thread-safe. Holds a share of the loaded model until it is disposed. Chains of transformers dispose their parts, and a
/// <c>PredictionEngine</c> disposes its model unless <c>PredictionEngineOptions.OwnsTransformer</c> is false.</para>
/// </remarks>
public sealed class LlmEmbeddingTransformer : ITransformer, IDisposable
{
    private readonly ShareOwner<IEmbeddingSession> _owner;
    private readonly EmbeddingComputation _computation;
    private int _dimensions;

    internal LlmEmbeddingTransformer(LanguageModel model, LlmEmbeddingOptions options, Func<SharedResource<IEmbeddingSession>> acquire)
    {
        Model = model;
        Options = options;
        _computation = new EmbeddingComputation(this);
        _owner = new ShareOwner<IEmbeddingSession>(nameof(LlmEmbeddingTransformer), acquire);
    }

    /// <summary>The language model.</summary>
    public LanguageModel Model { get; }

    /// <summary>The options that the transformer was made with.</summary>
    public LlmEmbeddingOptions Options { get; }

    /// <summary>The length of the embedding. The first use loads the model; once known it outlives disposal, so that a model can still be saved.</summary>
    /// <exception cref="ObjectDisposedException">The transformer was disposed before anything used it.</exception>
    public int Dimensions => _dimensions > 0 ? _dimensions : LoadDimensions();

    /// <summary>
    /// The embedder, with the device that it runs on and its counters. It is shared and belongs to the transformer: do not
    /// dispose of it. The first use loads the model.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The transformer has been disposed.</exception>
    public TextEmbedder Embedder => ((EmbedderSession)Session).Embedder;

    /// <summary>Always true: each row's embedding depends on that row alone.</summary>
    public bool IsRowToRowMapper => true;

    internal IEmbeddingSession Session => _owner.Value;

    /// <summary>The columns that come out, given those that go in.</summary>
    /// <param name="inputSchema">The columns that go in.</param>
    /// <returns>The same, with the embedding as a vector of <see cref="Dimensions"/> single-precision numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The text column is missing or not a text column.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _computation.Bind(inputSchema).OutputSchema;

    /// <summary>Adds the embedding to data. Lazy: rows are embedded while a cursor reads them, each time again.</summary>
    /// <param name="input">The data.</param>
    /// <returns>The data with the embedding.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The text column is missing or not a text column.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ComputedDataView(_computation, input, _computation.Bind(input.Schema));
    }

    /// <summary>Gives a mapper that embeds single rows, for <c>PredictionEngine</c>.</summary>
    /// <param name="inputSchema">The columns of the rows.</param>
    /// <returns>The mapper.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The text column is missing or not a text column.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) =>
        new ComputedRowMapper(_computation, _computation.Bind(inputSchema));

    /// <summary>Lets go of the model. The last transformer to do so frees it.</summary>
    public void Dispose() => _owner.Dispose();

    /// <summary>The length of the embedding, from the loaded model: what binds to data has use for no other.</summary>
    /// <exception cref="ObjectDisposedException">The transformer has been disposed.</exception>
    internal int LoadDimensions() => _dimensions = Session.Dimensions;

    void ICanSaveModel.Save(ModelSaveContext ctx) => PersistedEmbedding.Save(this, ctx);
}
