using Microsoft.ML;
using MLNet.LlmExtensions.Embedding.Sessions;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Persistence;

namespace MLNet.LlmExtensions;

/// <summary>
/// Embeddings in models that <c>ml.Model.Load</c> has read. ML.NET gives them back as its own transformers, which embed row by
/// row; that is right for a <c>PredictionEngine</c>, and slow over data.
/// </summary>
/// <example>
/// <code>
/// var model = ml.Model.Load("reports.zip", out _).WithBatchedEmbeddings();
/// var scored = model.Transform(reports);
/// </code>
/// </example>
public static class LoadedLlmEmbeddings
{
    /// <summary>
    /// Changes how loaded embeddings run in this process: device, threads, token budget, logging. Called with the saved options
    /// each time a loaded model opens its language model. What is computed cannot be changed. <see langword="null"/> (the
    /// default): the best device, with default settings.
    /// </summary>
    public static Func<TextEmbedderOptions, TextEmbedderOptions>? Configure { get; set; }

    /// <summary>
    /// Puts batched embeddings in the place of the row-by-row ones of a loaded model, in chains within chains as well. The
    /// numbers are the same up to rounding (1e-5).
    /// </summary>
    /// <param name="model">A model from <c>ml.Model.Load</c>. It stays as it is and shares its other parts with the result.</param>
    /// <param name="configure">
    /// Changes the options of each embedding: look-ahead, progress, cancellation, device. <see langword="null"/> (the default)
    /// leaves them as they were saved, with <see cref="Configure"/> applied.
    /// </param>
    /// <returns>
    /// The model with batched embeddings, to be disposed of by the caller; <paramref name="model"/> itself where it has no
    /// loaded embedding.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="configure"/> changes what is computed.</exception>
    /// <exception cref="DirectoryNotFoundException">The language model's folder is not found; see <see cref="LanguageModelFolders"/>.</exception>
    /// <exception cref="InvalidDataException">The language model's folder has changed since the model was saved.</exception>
    public static ITransformer WithBatchedEmbeddings(
        this ITransformer model, Func<LlmEmbeddingOptions, LlmEmbeddingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return LoadedChains.Replace(model, part => PersistedEmbedding.TryReadState(part, out var state) ? Restore(state, configure) : null);
    }

    /// <summary>
    /// Frees the language models that loaded models have opened for row-by-row use. Loaded models that are used again open
    /// theirs again. Results of <see cref="WithBatchedEmbeddings"/> are not touched; they are disposed of by their owners. Not to
    /// be called while loaded models are predicting: a prediction that is just beginning may fail.
    /// </summary>
    public static void Release()
    {
        LoadedEmbeddings.Release();
        LoadedModels.Release();
    }

    internal static TextEmbedderOptions Apply(TextEmbedderOptions saved, EmbeddingState state)
    {
        var options = Configure?.Invoke(saved) ?? saved;
        return state.Agrees(options)
            ? options
            : throw new InvalidOperationException(
                $"{nameof(LoadedLlmEmbeddings)}.{nameof(Configure)} changes what the embedding '{state.OutputColumn}' computes. It may change where and how " +
                "fast it runs: device, threads, batches, logging.");
    }

    private static LlmEmbeddingTransformer Restore(EmbeddingState state, Func<LlmEmbeddingOptions, LlmEmbeddingOptions>? configure)
    {
        var saved = state.ToOptions();
        saved = saved with { Embedder = Apply(saved.Embedder, state) };
        var options = (configure?.Invoke(saved) ?? saved).Check(nameof(configure));
        if (!state.Agrees(options.Embedder) || options.InputColumnName != state.InputColumn || options.OutputColumnName != state.OutputColumn)
        {
            throw new ArgumentException(
                $"The options change what the embedding '{state.OutputColumn}' computes. They may change where and how fast it runs: device, threads, " +
                "batches, look-ahead, progress, logging.",
                nameof(configure));
        }

        var model = LoadedModels.Get(state.BaseModel);
        return new LlmEmbeddingTransformer(model, options, () => SessionPool.Acquire(model, options.Embedder));
    }
}
