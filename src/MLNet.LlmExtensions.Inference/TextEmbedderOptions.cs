using Microsoft.Extensions.Logging;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Inference;

/// <summary>
/// How a <see cref="TextEmbedder"/> turns texts into vectors. What is left <see langword="null"/> comes from the model's own
/// files (<c>modules.json</c>, <c>1_Pooling/config.json</c>, <c>config_sentence_transformers.json</c>, <c>tokenizer_config.json</c>).
/// </summary>
public sealed record TextEmbedderOptions
{
    /// <summary>How token vectors become one vector. <see langword="null"/> (the default): as the model's files say.</summary>
    public PoolingMode? Pooling { get; init; }

    /// <summary>Whether vectors are scaled to Euclidean length 1. <see langword="null"/> (the default): as the model's files say.</summary>
    public bool? Normalize { get; init; }

    /// <summary>
    /// Keeps only the first so many dimensions (before normalisation), for models trained with Matryoshka representation
    /// learning (<see href="https://arxiv.org/abs/2205.13147">Kusupati et al., 2022</see>). <see langword="null"/> (the
    /// default): all.
    /// </summary>
    public int? Dimensions { get; init; }

    /// <summary>The layer whose output is pooled, 0 being the embeddings. <see langword="null"/> (the default): the last, after the final norm.</summary>
    public int? Layer { get; init; }

    /// <summary>
    /// Several vectors of a text, joined in this order, for little more than the time of one: mean and max pooling, or several layers. Each is
    /// cut and normalised by itself; what a readout leaves open is <see cref="Pooling"/>, <see cref="Layer"/> and <see cref="Dimensions"/>. Empty (the
    /// default): one vector, made of these.
    /// </summary>
    public IReadOnlyList<EmbeddingReadout> Readouts { get; init; } = [];

    /// <summary>The longest row in tokens, special tokens included. <see langword="null"/> (the default): as the model's files say.</summary>
    public int? MaximumLength { get; init; }

    /// <summary>An instruction that is put before each text as it stands. Not together with <see cref="PromptName"/>.</summary>
    public string? Prompt { get; init; }

    /// <summary>
    /// The name of one of the model's own prompts, such as <c>query</c>. <see langword="null"/> (the default): the model's
    /// default prompt, if it has one.
    /// </summary>
    public string? PromptName { get; init; }

    /// <summary>What happens to texts longer than <see cref="MaximumLength"/>. The default is <see cref="LongTextHandling.Chunk"/>.</summary>
    public LongTextHandling LongText { get; init; } = LongTextHandling.Chunk;

    /// <summary>
    /// How many tokens two neighbouring windows of a long text share at the least; never more than half a window. The
    /// default is 64.
    /// </summary>
    public int ChunkOverlap { get; init; } = 64;

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
    /// The precision of the weights. The default is <see cref="WeightPrecision.Float32"/>. With
    /// <see cref="WeightPrecision.Int8"/> a text's vector depends a little on the texts that it shares a batch with, because
    /// the activations of a batch share one scale.
    /// </summary>
    public WeightPrecision Precision { get; init; } = WeightPrecision.Float32;

    /// <summary>Threads that one pass uses on the CPU. <see langword="null"/> (the default): one for each physical core.</summary>
    public int? IntraOpThreads { get; init; }

    /// <summary>
    /// Keeps vectors, so that a text is embedded once. It stays the caller's. <see langword="null"/> (the default): every text is
    /// embedded each time.
    /// </summary>
    public EmbeddingCache? Cache { get; init; }

    /// <summary>
    /// Readouts that the <see cref="Cache"/> is to have as well, for embedders that differ in nothing but their <see cref="Readouts"/> and are given
    /// the same list here: the first of them runs the model, and the others find their vectors. Empty (the default): those of the embedder alone. Of no
    /// meaning without a cache.
    /// </summary>
    public IReadOnlyList<EmbeddingReadout> CachedReadouts { get; init; } = [];

    /// <summary>Where the choice of device and cut texts are logged. Report text is never logged. <see langword="null"/> (the default): nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }
}
