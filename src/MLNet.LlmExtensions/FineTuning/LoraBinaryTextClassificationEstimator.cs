using Microsoft.ML;
using Microsoft.ML.Trainers;
using MLNet.LlmExtensions.FineTuning;
using MLNet.LlmExtensions.FineTuning.Tasks;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Training;

namespace MLNet.LlmExtensions;

/// <summary>
/// Fine-tunes a language model to answer yes or no for texts: low-rank adapters in the frozen model and a head, or another way of
/// transfer.
/// </summary>
/// <remarks>
/// Made by <see cref="LoraTextClassificationCatalog"/>. Immutable and thread-safe. Reads the training data once; the model is in
/// native memory only while <c>Fit</c> runs. Adds
/// <c>PredictedLabel</c> (Boolean), <c>Score</c> (log-odds) and <c>Probability</c>.
/// </remarks>
public sealed class LoraBinaryTextClassificationEstimator : ITrainerEstimator<LoraTextClassificationTransformer, FineTunedClassifier>
{
    private readonly LanguageModel _model;
    private readonly LoraTextClassificationOptions _options;

    internal LoraBinaryTextClassificationEstimator(LanguageModel model, LoraTextClassificationOptions options)
    {
        _model = model;
        _options = options;
    }

    /// <summary>What ML.NET's own linear trainer says about itself: such information cannot be made outside of ML.NET.</summary>
    public TrainerInfo Info => FineTuningShapes.Info(TextClassificationKind.Binary);

    /// <summary>Trains the classifier.</summary>
    /// <param name="input">Data with text and label, a Boolean.</param>
    /// <returns>The trained classifier, to be disposed of by the caller.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has a type that will not do.</exception>
    /// <exception cref="ArgumentException">An option does not go with the model or the data. The message names it.</exception>
    /// <exception cref="InvalidDataException">The labelled rows have too few classes.</exception>
    /// <exception cref="InvalidOperationException">The device or libtorch cannot be used.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a gradient was not finite. It carries the result so far.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public LoraTextClassificationTransformer Fit(IDataView input) => Fit(input, _options.ValidationData);

    /// <summary>Trains the classifier, with rows that decide when to stop and which weights are kept.</summary>
    /// <param name="trainData">Data with text and label, a Boolean.</param>
    /// <param name="validationData">The same of other rows; <see langword="null"/>: a part of the training rows is held back.</param>
    /// <returns>The trained classifier, to be disposed of by the caller.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has a type that will not do.</exception>
    /// <exception cref="ArgumentException">
    /// An option does not go with the model or the data, or the labels of both mean different classes. The message names it.
    /// </exception>
    /// <exception cref="InvalidDataException">The labelled rows have too few classes.</exception>
    /// <exception cref="InvalidOperationException">The device or libtorch cannot be used.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a gradient was not finite. It carries the result so far.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public LoraTextClassificationTransformer Fit(IDataView trainData, IDataView? validationData) =>
        FineTuningRun.Fit(_model, _options, TextClassificationKind.Binary, trainData, validationData);

    /// <summary>The columns that come out, given those that go in.</summary>
    /// <param name="inputSchema">The columns that go in.</param>
    /// <returns>The same, with the classifier's.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has a type that will not do.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        FineTuningShapes.Output(_options, TextClassificationKind.Binary, inputSchema);
}
