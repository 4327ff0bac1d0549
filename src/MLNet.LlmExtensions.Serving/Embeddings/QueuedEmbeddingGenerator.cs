using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Serving.Diagnostics;
using MLNet.LlmExtensions.Serving.Queueing;

namespace MLNet.LlmExtensions.Serving.Embeddings;

/// <summary>Embeddings as a service: a <see cref="TextEmbedder"/> behind a queue. Thread-safe.</summary>
internal sealed class QueuedEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>, ILlmService, IAsyncDisposable
{
    private readonly LlmEmbeddingsOptions _options;
    private readonly Lazy<TextEmbedder> _embedder;
    private readonly RequestQueue<float[]> _queue;

    public QueuedEmbeddingGenerator(string name, LlmEmbeddingsOptions options, ServingMetrics metrics, ILoggerFactory loggers, TimeProvider time)
    {
        Name = name;
        _options = options;
        _embedder = new Lazy<TextEmbedder>(() => Open(metrics, loggers));
        _queue = new RequestQueue<float[]>(name, options, texts => _embedder.Value.Embed(texts), metrics, time);
        metrics.Observe(name, () => _queue.Length);
    }

    public string Name { get; }

    public bool LoadsOnStart => _options.LoadOnStart;

    public LlmServiceStatus Status => new(_embedder.IsValueCreated, LoadedAt, null, _queue.Length, _options.MaximumQueueLength);

    private DateTimeOffset? LoadedAt { get; set; }

    public void Load() => _ = _embedder.Value;

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var texts = values.ToArray();
        TextCheck.Check(texts, _options);
        var vectors = await _queue.RunAsync(texts, cancellationToken).ConfigureAwait(false);
        if (options?.Dimensions is { } dimensions && dimensions != _embedder.Value.Dimensions)
        {
            throw new NotSupportedException(
                $"The embeddings '{Name}' have {_embedder.Value.Dimensions} dimensions, not {dimensions}. Set {nameof(TextEmbedderOptions)}.{nameof(TextEmbedderOptions.Dimensions)}.");
        }

        var now = DateTimeOffset.UtcNow;
        var model = Path.GetFileName(_embedder.Value.Model.Folder);
        return new GeneratedEmbeddings<Embedding<float>>(vectors.Select(vector => new Embedding<float>(vector) { CreatedAt = now, ModelId = model }));
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType.IsInstanceOfType(this) ? this
            : _embedder.Value.GetService(serviceType);
    }

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync().ConfigureAwait(false);
        if (_embedder.IsValueCreated)
        {
            _embedder.Value.Dispose();
        }
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private TextEmbedder Open(ServingMetrics metrics, ILoggerFactory loggers)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var embedder = new TextEmbedder(
                LanguageModel.FromPretrained(_options.ModelFolder),
                _options.Embedder with { Device = _options.Device, IntraOpThreads = _options.IntraOpThreads, LoggerFactory = loggers });
            LoadedAt = DateTimeOffset.UtcNow;
            metrics.Load(Name, succeeded: true);
            ServingLog.EmbeddingsLoaded(
                loggers.CreateLogger<QueuedEmbeddingGenerator>(),
                Name,
                _options.ModelFolder,
                Stopwatch.GetElapsedTime(started).TotalSeconds,
                embedder.Device.ToString());
            return embedder;
        }
        catch
        {
            metrics.Load(Name, succeeded: false);
            throw;
        }
    }
}
