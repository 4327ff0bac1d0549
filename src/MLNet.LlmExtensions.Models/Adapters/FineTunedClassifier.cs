namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>
/// What training a classifier on a language model gives: the head, and the tensors of the model that were trained. The
/// base model itself is not part of it, only where it was and what its <see cref="LanguageModel.Fingerprint"/> is.
/// </summary>
/// <remarks>
/// The score of a class is the mean over a text's windows of <c>vector · HeadWeightᵀ + HeadBias</c>; the vector is the
/// pooled one, not normalised. Holds no native memory; there is nothing to dispose. Safe to read from several threads.
/// </remarks>
public sealed class FineTunedClassifier
{
    /// <summary>The folder of the base model when the classifier was trained; where it is used another may hold the same model.</summary>
    public required string BaseModelFolder { get; init; }

    /// <summary>The base model's <see cref="LanguageModel.Fingerprint"/>.</summary>
    public required string BaseModelFingerprint { get; init; }

    /// <summary>What of the model was trained.</summary>
    public required TransferConfiguration Configuration { get; init; }

    /// <summary>The pooling, or null for the model's own.</summary>
    public PoolingMode? Pooling { get; init; }

    /// <summary>The longest window of a text, in tokens, special tokens included.</summary>
    public required int MaximumLength { get; init; }

    /// <summary>What was put in front of every text, or null.</summary>
    public string? Prompt { get; init; }

    /// <summary>What was done with texts longer than <see cref="MaximumLength"/>. Default: they were read in windows.</summary>
    public LongTextHandling LongText { get; init; } = LongTextHandling.Chunk;

    /// <summary>How many tokens two neighbouring windows of a long text share at the least. Default: 64.</summary>
    public int ChunkOverlap { get; init; } = 64;

    /// <summary>Whether a text may belong to several classes: scores then go through a sigmoid each and not through a softmax.</summary>
    public bool IsMultiLabel { get; init; }

    /// <summary>Whether a text consists of two parts.</summary>
    public bool HasPairs { get; init; }

    /// <summary>The names of the classes, in the order of the scores.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The head's weight, [classes, dimensions].</summary>
    public required DenseTensor HeadWeight { get; init; }

    /// <summary>The head's bias, [classes].</summary>
    public required DenseTensor HeadBias { get; init; }

    /// <summary>The trained tensors of the model by the name of the graph's initializer.</summary>
    public IReadOnlyDictionary<string, DenseTensor> Tensors { get; init; } = new Dictionary<string, DenseTensor>();
}
