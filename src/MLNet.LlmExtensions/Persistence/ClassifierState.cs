using System.Text.Json;
using System.Text.Json.Serialization;
using MLNet.LlmExtensions.FineTuning;
using MLNet.LlmExtensions.FineTuning.Tasks;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>
/// What a saved model remembers of a fine-tuned classifier beside the classifier itself: the columns, where the base model is, and
/// what decides the numbers. Where and how fast it runs (device, threads, batches) belongs to the machine and is not saved.
/// </summary>
internal sealed partial record ClassifierState
{
    /// <summary>The newest format, which this version writes.</summary>
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    public required TextClassificationKind Kind { get; init; }

    public required string TextColumn { get; init; }

    public string? TextPairColumn { get; init; }

    public required string ScoreColumn { get; init; }

    public required string PredictedLabelColumn { get; init; }

    public required string ProbabilityColumn { get; init; }

    /// <summary>See <see cref="TextClassificationColumns.Preserved"/>.</summary>
    public IReadOnlyList<string> PreservedColumns { get; init; } = [];

    /// <summary>The base model's folder when it was saved, as a full path.</summary>
    public required string ModelFolder { get; init; }

    /// <summary>The last part of the folder's path.</summary>
    public required string ModelName { get; init; }

    /// <summary>The fingerprint of the base model that predicts; where another one was accepted, it is not the one that was trained on.</summary>
    public required string Fingerprint { get; init; }

    public WeightPrecision Precision { get; init; }

    public bool AcceptOtherBaseModel { get; init; }

    /// <summary>SHA-256 of the classifier, in hexadecimal digits. It also tells states of different classifiers apart.</summary>
    public required string PayloadHash { get; init; }

    /// <summary>
    /// The features of the built-in model that ends the chain are this times, and <see cref="FeatureOffset"/> more than, what it is to
    /// give back; see <see cref="ScoreModel"/>.
    /// </summary>
    public float FeatureScale { get; init; } = 1;

    public float FeatureOffset { get; init; }

    [JsonIgnore]
    public BaseModelReference BaseModel => new($"the classifier '{ScoreColumn}'", ModelFolder, ModelName, Fingerprint);

    [JsonIgnore]
    public TextClassificationColumns Columns => new(TextColumn, TextPairColumn, ScoreColumn, PredictedLabelColumn, ProbabilityColumn)
    {
        Preserved = PreservedColumns,
    };

    public static ClassifierState From(LoraTextClassificationTransformer transformer, string payloadHash) => new()
    {
        Format = CurrentFormat,
        Kind = transformer.Task.Kind,
        TextColumn = transformer.Columns.Text,
        TextPairColumn = transformer.Columns.TextPair,
        ScoreColumn = transformer.Columns.Score,
        PredictedLabelColumn = transformer.Columns.PredictedLabel,
        ProbabilityColumn = transformer.Columns.Probability,
        PreservedColumns = transformer.Columns.Preserved,
        ModelFolder = transformer.LanguageModel.Folder,
        ModelName = BaseModelReference.NameOf(transformer.LanguageModel.Folder),
        Fingerprint = transformer.LanguageModel.Fingerprint,
        Precision = transformer.Prediction.Classifier.Precision,
        AcceptOtherBaseModel = transformer.Prediction.Classifier.AcceptOtherBaseModel,
        PayloadHash = payloadHash,
    };

    public static ClassifierState Parse(string json)
    {
        try
        {
            var state = JsonSerializer.Deserialize(json, StateJson.Default.ClassifierState)
                ?? throw new InvalidDataException("The saved state of a LoraTextClassification is empty.");
            if (state.Format is <= 0 or > CurrentFormat)
            {
                throw new NotSupportedException(
                    $"The model was saved with format {state.Format} of LoraTextClassification, and this version of MLNet.LlmExtensions reads up to format " +
                    $"{CurrentFormat}. Use a newer version.");
            }

            var isSound = Enum.IsDefined(state.Kind) && Enum.IsDefined(state.Precision)
                && float.IsNormal(state.FeatureScale) && float.IsFinite(state.FeatureOffset);
            return isSound ? state : throw new InvalidDataException("The saved state of a LoraTextClassification has a value that it cannot have.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The saved state of a LoraTextClassification cannot be read: {exception.Message}", exception);
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, StateJson.Default.ClassifierState);

    public TextClassifierOptions ToClassifierOptions() => new() { Precision = Precision, AcceptOtherBaseModel = AcceptOtherBaseModel };

    /// <summary>Whether options still compute what was saved.</summary>
    public bool Agrees(TextClassifierOptions options) =>
        options.Precision == Precision && options.AcceptOtherBaseModel == AcceptOtherBaseModel;

    [JsonSourceGenerationOptions(
        UseStringEnumConverter = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(ClassifierState))]
    private sealed partial class StateJson : JsonSerializerContext;
}
