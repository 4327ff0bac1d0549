using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.FineTuning;
using MLNet.LlmExtensions.FineTuning.Tasks;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Inference.Sessions;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Persistence;
using MLNet.LlmExtensions.Rows;
using MLNet.LlmExtensions.Sessions;
using MLNet.LlmExtensions.Training;

namespace MLNet.LlmExtensions;

/// <summary>
/// Classifies a text column with a fine-tuned language model and adds the columns that ML.NET's classifiers add. Made by the
/// <c>Fit</c> of <see cref="LoraTextClassificationEstimator"/> and its siblings.
/// </summary>
/// <remarks>
/// <para>Predicts through ONNX Runtime. Over data (<see cref="Transform"/>) it reads some rows ahead, classifies them together and
/// hands them out in their order, with all other columns, row ids and all. Inside a <c>PredictionEngine</c> it classifies one row
/// at a time. Both give the same numbers up to rounding (1e-5; int8 weights excepted).</para>
/// <para>Transformers with the same base model share it in memory where their adapters stand at the same places, see
/// <see cref="TextClassifier"/>.</para>
/// <para>Saved with <c>ml.Model.Save</c>, it is loaded again as a chain of ML.NET's own transformers that gives the same
/// numbers row by row; <see cref="LoadedFineTunedClassifiers.WithBatchedPredictions"/> makes it fast again over data. A saved model
/// carries the head and what was trained beside it, and refers to the folder of the base model; see
/// <see cref="LanguageModelFolders"/>.</para>
/// <para>Thread-safe. Holds a share of the loaded model until it is disposed. Chains of transformers dispose their parts, and a
/// <c>PredictionEngine</c> disposes its model unless <c>PredictionEngineOptions.OwnsTransformer</c> is false.</para>
/// </remarks>
public sealed class LoraTextClassificationTransformer : ISingleFeaturePredictionTransformer<FineTunedClassifier>, IDisposable
{
    private readonly ShareOwner<TextClassifier> _owner;
    private readonly ClassifierComputation _computation;

    internal LoraTextClassificationTransformer(
        LanguageModel languageModel,
        FineTunedClassifier model,
        TrainingHistory? history,
        TextClassificationTask task,
        TextClassificationColumns columns,
        TextPredictionOptions prediction)
    {
        LanguageModel = languageModel;
        Model = model;
        History = history;
        Task = task;
        Columns = columns;
        Prediction = prediction;
        _computation = new ClassifierComputation(this);
        _owner = new ShareOwner<TextClassifier>(nameof(LoraTextClassificationTransformer), () =>
        {
            var share = new SharedResource<TextClassifier>(() => new TextClassifier(languageModel, model, prediction.Classifier));
            _ = share.TryAcquire();
            return share;
        });
    }

    /// <summary>What was trained: the head, the adapter, and how texts are read. It outlives the transformer.</summary>
    public FineTunedClassifier Model { get; }

    /// <summary>The base model.</summary>
    public LanguageModel LanguageModel { get; }

    /// <summary>What happened in the training; <see langword="null"/> in a transformer that was loaded.</summary>
    public TrainingHistory? History { get; }

    /// <summary>How the transformer predicts.</summary>
    public TextPredictionOptions Prediction { get; }

    /// <summary>The names of the classes, in the order of the scores.</summary>
    public IReadOnlyList<string> Classes => Model.Classes;

    /// <summary>The text column; the first one where texts come in pairs.</summary>
    public string FeatureColumnName => Columns.Text;

    /// <summary>The type of the text column: text.</summary>
    public DataViewType FeatureColumnType => TextDataViewType.Instance;

    /// <summary>
    /// The classifier that ONNX Runtime runs, with its device and counters. It belongs to the transformer: do not dispose of
    /// it. The first use loads the base model, unless another classifier has done so.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The transformer has been disposed.</exception>
    public TextClassifier Classifier => _owner.Value;

    /// <summary>Always true: each row's prediction depends on that row alone.</summary>
    public bool IsRowToRowMapper => true;

    internal TextClassificationTask Task { get; }

    internal TextClassificationColumns Columns { get; }

    /// <summary>
    /// Writes the head and what was trained beside it into a folder: for adapters and prefixes in the format of PEFT, which Python
    /// can load as well; <see cref="FineTunedClassifier.Load"/> reads it again.
    /// </summary>
    /// <param name="folder">The folder; made where it is absent.</param>
    /// <exception cref="IOException">A file cannot be written; then the folder is as it was.</exception>
    public void SaveAdapter(string folder) => Model.Save(folder);

    /// <summary>The columns that come out, given those that go in.</summary>
    /// <param name="inputSchema">The columns that go in.</param>
    /// <returns>The same, with the classifier's.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A text column is missing or not a text column.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _computation.Bind(inputSchema).OutputSchema;

    /// <summary>Adds predictions to data. Lazy: rows are classified while a cursor reads them, each time again.</summary>
    /// <param name="input">The data.</param>
    /// <returns>The data with predictions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A text column is missing or not a text column.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ComputedDataView(_computation, input, _computation.Bind(input.Schema));
    }

    /// <summary>Gives a mapper that classifies single rows, for <c>PredictionEngine</c>.</summary>
    /// <param name="inputSchema">The columns of the rows.</param>
    /// <returns>The mapper.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A text column is missing or not a text column.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) =>
        new ComputedRowMapper(_computation, _computation.Bind(inputSchema));

    /// <summary>Lets go of the loaded model. The last classifier to do so frees it.</summary>
    public void Dispose() => _owner.Dispose();

    void ICanSaveModel.Save(ModelSaveContext ctx) => PersistedClassifier.Save(this, ctx);
}
