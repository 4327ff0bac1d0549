using Microsoft.ML;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Persistence;

namespace MLNet.LlmExtensions;

/// <summary>
/// Fine-tuned classifiers in models that <c>ml.Model.Load</c> has read. ML.NET gives them back as its own transformers, which
/// classify row by row; that is right for a <c>PredictionEngine</c>, and slow over data.
/// </summary>
/// <example>
/// <code>
/// var model = ml.Model.Load("reports.zip", out _).WithBatchedPredictions();
/// var scored = model.Transform(reports);
/// </code>
/// </example>
public static class LoadedFineTunedClassifiers
{
    /// <summary>
    /// Changes how loaded classifiers run in this process: device, threads, token budget, logging. Called with the saved options
    /// each time a loaded model opens its classifier. What is computed cannot be changed. <see langword="null"/> (the default):
    /// the best device, with default settings.
    /// </summary>
    public static Func<TextClassifierOptions, TextClassifierOptions>? Configure { get; set; }

    /// <summary>
    /// Puts batched classifiers in the place of the row-by-row ones of a loaded model, in chains within chains as well. The
    /// numbers are the same up to rounding (1e-5), and the columns have all that they had before the model was saved.
    /// </summary>
    /// <param name="model">A model from <c>ml.Model.Load</c>. It stays as it is and shares its other parts with the result.</param>
    /// <param name="configure">
    /// Changes how each classifier predicts: look-ahead, progress, cancellation, device. <see langword="null"/> (the default) leaves
    /// the defaults, with <see cref="Configure"/> applied.
    /// </param>
    /// <returns>
    /// The model with <see cref="LoraTextClassificationTransformer"/>s, to be disposed of by the caller; <paramref name="model"/> itself
    /// where it has no loaded classifier.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="configure"/> changes what is computed.</exception>
    /// <exception cref="DirectoryNotFoundException">The base model's folder is not found; see <see cref="LanguageModelFolders"/>.</exception>
    /// <exception cref="InvalidDataException">The base model's folder has changed since the model was saved, or the saved classifier is damaged.</exception>
    public static ITransformer WithBatchedPredictions(
        this ITransformer model, Func<TextPredictionOptions, TextPredictionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return LoadedChains.Replace(model, part => PersistedClassifier.TryRead(part, out var saved) ? Restore(saved, configure) : null);
    }

    /// <summary>
    /// Frees the classifiers that loaded models have opened for row-by-row use. Loaded models that are used again open theirs
    /// again. Results of <see cref="WithBatchedPredictions"/> are not touched; they are disposed of by their owners. Not to be called
    /// while loaded models are predicting: a prediction that is just beginning may fail.
    /// </summary>
    public static void Release()
    {
        LoadedClassifiers.Release();
        LoadedModels.Release();
    }

    internal static TextClassifierOptions Apply(TextClassifierOptions saved, ClassifierState state)
    {
        var options = Configure?.Invoke(saved) ?? saved;
        return state.Agrees(options)
            ? options
            : throw new InvalidOperationException(
                $"{nameof(LoadedFineTunedClassifiers)}.{nameof(Configure)} changes what the classifier '{state.ScoreColumn}' computes. It may change where and how " +
                "fast it runs: device, threads, batches, logging.");
    }

    private static LoraTextClassificationTransformer Restore(SavedClassifier saved, Func<TextPredictionOptions, TextPredictionOptions>? configure)
    {
        var state = saved.State;
        var defaults = new TextPredictionOptions { Classifier = Apply(state.ToClassifierOptions(), state) };
        var options = (configure?.Invoke(defaults) ?? defaults).Check(nameof(configure));
        if (!state.Agrees(options.Classifier))
        {
            throw new ArgumentException(
                $"The options change what the classifier '{state.ScoreColumn}' computes. They may change where and how fast it runs: device, threads, batches, " +
                "look-ahead, progress, logging.",
                nameof(configure));
        }

        var classifier = ClassifierPayload.Decode(saved.Payload, state.PayloadHash);
        return new LoraTextClassificationTransformer(
            LoadedModels.Get(state.BaseModel), classifier, history: null, saved.Task(classifier), state.Columns, options);
    }
}
