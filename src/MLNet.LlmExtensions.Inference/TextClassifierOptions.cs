using Microsoft.Extensions.Logging;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Inference;

/// <summary>
/// Where and how fast a <see cref="TextClassifier"/> runs. What it computes (pooling, prompt, lengths) was fixed when it was
/// trained and is part of the <see cref="FineTunedClassifier"/>.
/// </summary>
/// <remarks>Classifiers share a loaded base model where all of these options but <see cref="LoggerFactory"/> are equal.</remarks>
public sealed record TextClassifierOptions
{
    /// <summary>
    /// The most tokens of one pass through the model, padding included; a single row longer than that has a pass of its own.
    /// <see langword="null"/> (the default): 1024 on the CPU, where more does not help, and 16384 on CUDA.
    /// </summary>
    public int? TokenBudget { get; init; }

    /// <summary>The most rows of one pass through the model. The default is 256.</summary>
    public int MaximumBatchSize { get; init; } = 256;

    /// <summary>Where the model runs. The default is <see cref="DevicePreference.Auto"/>: CUDA where it can be used, otherwise the CPU.</summary>
    public DevicePreference Device { get; init; } = DevicePreference.Auto;

    /// <summary>The number of the CUDA device. The default is 0.</summary>
    public int DeviceId { get; init; }

    /// <summary>
    /// The precision of the base model's weights. The default is <see cref="WeightPrecision.Float32"/>. With
    /// <see cref="WeightPrecision.Int8"/> the frozen layers are quantised below the adapters, which are not; probabilities
    /// change a little, and depend a little on the texts that share a batch.
    /// </summary>
    public WeightPrecision Precision { get; init; } = WeightPrecision.Float32;

    /// <summary>Threads that one pass uses on the CPU. <see langword="null"/> (the default): one for each physical core.</summary>
    public int? IntraOpThreads { get; init; }

    /// <summary>
    /// Whether a classifier may run on another base model than the one it was trained on, as long as its tensors fit, for
    /// example on a checkpoint that was only stored anew. The default is <see langword="false"/>.
    /// </summary>
    public bool AcceptOtherBaseModel { get; init; }

    /// <summary>Where the choice of device and cut texts are logged. Report text is never logged. <see langword="null"/> (the default): nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>These options and a classifier's as those of an embedder whose vectors are what the head takes.</summary>
    internal TextEmbedderOptions ToEmbedderOptions(FineTunedClassifier classifier) => new()
    {
        Pooling = classifier.Pooling,
        Normalize = false,
        MaximumLength = classifier.MaximumLength,
        Prompt = classifier.Prompt ?? "",
        LongText = classifier.LongText,
        ChunkOverlap = classifier.ChunkOverlap,
        TokenBudget = TokenBudget,
        MaximumBatchSize = MaximumBatchSize,
        Device = Device,
        DeviceId = DeviceId,
        Precision = Precision,
        IntraOpThreads = IntraOpThreads,
        LoggerFactory = LoggerFactory,
    };
}
