using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MLNet.LlmExtensions.Inference.Caching;
using MLNet.LlmExtensions.Inference.Caching.Disk;

namespace MLNet.LlmExtensions.Inference;

/// <summary>
/// Keeps vectors, so that the same text is embedded once: over the folds of a cross-validation, the trials of a sweep, the passes of a
/// trainer that reads its data many times, and, with a folder, over runs and processes.
/// </summary>
/// <remarks>
/// <para>A vector is found again for the same text, the same content of the model's files, the same kind of device and the same options,
/// as far as they change vectors (pooling, normalisation, dimensions, layer, maximum length, prompt, long texts, precision).</para>
/// <para>With 32-bit weights a vector from the cache is one that the model gave before, so it agrees with a new one up to rounding
/// (1e-5). With int8 weights it is the vector of the batch in which the text came first.</para>
/// <para>Vectors on disk carry a checksum: a damaged one is computed again. When the disk cannot be written to, a warning is logged, and
/// the work goes on without it. Texts that two threads ask for at once are computed by one of them.</para>
/// <para>Thread-safe. Belongs to whoever made it: dispose of it after the embedders that use it.</para>
/// </remarks>
/// <example>
/// <code>
/// using var cache = new EmbeddingCache(new EmbeddingCacheOptions { Folder = "embeddings" });
/// var embedding = ml.Transforms.Text.LlmEmbedding(
///     model, new LlmEmbeddingOptions { Embedder = new TextEmbedderOptions { Cache = cache } });
/// </code>
/// </example>
public sealed class EmbeddingCache : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<VectorSpace>> _spaces = [];
    private readonly VectorMemory _memory;
    private readonly DiskFolder? _disk;
    private readonly CacheCounters _counters = new();
    private volatile bool _disposed;

    /// <summary>Makes a cache.</summary>
    /// <param name="options">How much is kept and where; <see langword="null"/> for 256 MiB of memory.</param>
    /// <exception cref="ArgumentException">An option is wrong. The message names it.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be made or read.</exception>
    public EmbeddingCache(EmbeddingCacheOptions? options = null)
    {
        Options = (options ?? new EmbeddingCacheOptions()).Check(nameof(options));
        var logger = (Options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<EmbeddingCache>();
        _disk = Options is { Folder: { } folder, MaximumDisk: > 0 } ? new DiskFolder(folder, Options.MaximumDisk, logger) : null;
        _memory = new VectorMemory(Options.MaximumMemory);
    }

    /// <summary>The options that the cache was made with.</summary>
    public EmbeddingCacheOptions Options { get; }

    /// <summary>What the cache has done so far.</summary>
    public EmbeddingCacheStatistics Statistics => _counters.Snapshot();

    /// <summary>Lets go of memory and files. What is on disk stays. Embedders that still use the cache fail from now on.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (var space in _spaces.Values.Where(space => space.IsValueCreated))
        {
            space.Value.Dispose();
        }

        _memory.Dispose();
    }

    /// <summary>The vectors of one model with one set of options.</summary>
    /// <param name="name">What the model and the options are; see <see cref="VectorSpaceName"/>.</param>
    /// <param name="dimensions">The length of the vectors.</param>
    internal VectorSpace Space(string name, int dimensions)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _spaces.GetOrAdd(name, _ => new Lazy<VectorSpace>(
            () => new VectorSpace(name, _memory, _disk?.Open(name, dimensions, _counters), _counters))).Value;
    }
}
