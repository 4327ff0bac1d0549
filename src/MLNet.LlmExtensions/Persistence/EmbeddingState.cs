using System.Text.Json;
using System.Text.Json.Serialization;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>
/// What a saved model remembers of an embedding: everything that decides the numbers. Where and how fast it is computed
/// (device, threads, batches) belongs to the machine and is not saved.
/// </summary>
internal sealed partial record EmbeddingState
{
    /// <summary>The newest format that this version reads.</summary>
    public const int CurrentFormat = ReadoutsFormat;

    // What has no readouts is written so that the first version can read it.
    private const int FirstFormat = 1;
    private const int ReadoutsFormat = 2;

    public required int Format { get; init; }

    public required string InputColumn { get; init; }

    public required string OutputColumn { get; init; }

    /// <summary>The model's folder when it was saved, as a full path.</summary>
    public required string ModelFolder { get; init; }

    /// <summary>The last part of the folder's path.</summary>
    public required string ModelName { get; init; }

    public required string Fingerprint { get; init; }

    /// <summary>The length of the vector.</summary>
    public required int Length { get; init; }

    [JsonIgnore]
    public BaseModelReference BaseModel => new($"the embedding '{OutputColumn}'", ModelFolder, ModelName, Fingerprint);

    public PoolingMode? Pooling { get; init; }

    public bool? Normalize { get; init; }

    public int? Dimensions { get; init; }

    public int? Layer { get; init; }

    public IReadOnlyList<EmbeddingReadout>? Readouts { get; init; }

    public int? MaximumLength { get; init; }

    public string? Prompt { get; init; }

    public string? PromptName { get; init; }

    public LongTextHandling LongText { get; init; }

    public int ChunkOverlap { get; init; }

    public WeightPrecision Precision { get; init; }

    public static EmbeddingState From(LanguageModel model, LlmEmbeddingOptions options, int length) => new()
    {
        Format = options.Embedder.Readouts.Count > 0 ? ReadoutsFormat : FirstFormat,
        InputColumn = options.InputColumnName,
        OutputColumn = options.OutputColumnName,
        ModelFolder = model.Folder,
        ModelName = BaseModelReference.NameOf(model.Folder),
        Fingerprint = model.Fingerprint,
        Length = length,
        Pooling = options.Embedder.Pooling,
        Normalize = options.Embedder.Normalize,
        Dimensions = options.Embedder.Dimensions,
        Layer = options.Embedder.Layer,
        Readouts = options.Embedder.Readouts.Count > 0 ? options.Embedder.Readouts : null,
        MaximumLength = options.Embedder.MaximumLength,
        Prompt = options.Embedder.Prompt,
        PromptName = options.Embedder.PromptName,
        LongText = options.Embedder.LongText,
        ChunkOverlap = options.Embedder.ChunkOverlap,
        Precision = options.Embedder.Precision,
    };

    public static EmbeddingState Parse(string json)
    {
        try
        {
            var state = JsonSerializer.Deserialize(json, Json.Default.EmbeddingState)
                ?? throw new InvalidDataException("The saved state of an LlmEmbedding is empty.");
            return state.Format is > 0 and <= CurrentFormat
                ? state
                : throw new NotSupportedException(
                    $"The model was saved with format {state.Format} of LlmEmbedding, and this version of MLNet.LlmExtensions reads up to format " +
                    $"{CurrentFormat}. Use a newer version.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The saved state of an LlmEmbedding cannot be read: {exception.Message}", exception);
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json.Default.EmbeddingState);

    public TextEmbedderOptions ToEmbedderOptions() => new()
    {
        Pooling = Pooling,
        Normalize = Normalize,
        Dimensions = Dimensions,
        Layer = Layer,
        Readouts = Readouts ?? [],
        MaximumLength = MaximumLength,
        Prompt = Prompt,
        PromptName = PromptName,
        LongText = LongText,
        ChunkOverlap = ChunkOverlap,
        Precision = Precision,
    };

    public LlmEmbeddingOptions ToOptions() => new()
    {
        InputColumnName = InputColumn,
        OutputColumnName = OutputColumn,
        Embedder = ToEmbedderOptions(),
    };

    /// <summary>Whether options still compute what was saved.</summary>
    public bool Agrees(TextEmbedderOptions options) =>
        options.Readouts.SequenceEqual(Readouts ?? [])
        && options with
        {
            Readouts = [],
            CachedReadouts = [],
            TokenBudget = null,
            MaximumBatchSize = 1,
            Device = DevicePreference.Auto,
            DeviceId = 0,
            IntraOpThreads = null,
            Cache = null,
            LoggerFactory = null,
        }
        == ToEmbedderOptions() with { MaximumBatchSize = 1, Readouts = [] };

    [JsonSourceGenerationOptions(
        UseStringEnumConverter = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(EmbeddingState))]
    private sealed partial class Json : JsonSerializerContext;
}
