using Microsoft.Extensions.Logging;
using MLNet.LlmExtensions.Inference.Sessions;
using MLNet.LlmExtensions.Serving.Diagnostics;

namespace MLNet.LlmExtensions.Serving.Models;

/// <summary>
/// The model of a file, and after the file has changed the new one. The old one serves while the new one is loaded, and for good where
/// that fails. Thread-safe.
/// </summary>
internal sealed class ReloadingModel : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Lock _loading = new();
    private readonly string _service;
    private readonly LlmTextClassifierOptions _options;
    private readonly ServingMetrics _metrics;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly ITimer? _timer;
    private SharedResource<SavedTextClassifier>? _current;
    private volatile bool _isLoaded;
    private FileStamp _stamp;
    private bool _disposed;

    public ReloadingModel(string service, LlmTextClassifierOptions options, ServingMetrics metrics, ILogger logger, TimeProvider time)
    {
        _service = service;
        _options = options;
        _metrics = metrics;
        _logger = logger;
        _time = time;
        _timer = options.ReloadInterval is { } interval ? time.CreateTimer(_ => Look(), null, interval, interval) : null;
    }

    /// <summary>When the model that serves was loaded; null before.</summary>
    public DateTimeOffset? LoadedAt { get; private set; }

    /// <summary>Why the newest file could not be loaded; null where it could.</summary>
    public string? Failure { get; private set; }

    /// <summary>Loads the model, unless it is.</summary>
    public void Load()
    {
        // Whoever has a model does not wait for one that is being loaded to take its place.
        if (_isLoaded)
        {
            return;
        }

        lock (_loading)
        {
            if (!_isLoaded)
            {
                Replace();
            }
        }
    }

    /// <summary>Classifies texts with the model of this moment.</summary>
    public TextClassification[] Classify(string[] texts)
    {
        Load();
        var model = Acquire();
        try
        {
            return model.Open().ClassifyAll(texts);
        }
        finally
        {
            model.Release();
        }
    }

    /// <summary>Looks whether the file has changed, and takes it if so. Does nothing before the first use.</summary>
    public void Look()
    {
        if (!_loading.TryEnter())
        {
            return; // the look before this one is still loading
        }

        var before = Failure;
        try
        {
            // What could not be loaded is tried again: what it needs may come after it.
            if (_isLoaded && FileStamp.Of(_options.ModelPath) is { Length: >= 0 } stamp && (stamp != _stamp || before is not null))
            {
                Replace();
            }
        }
#pragma warning disable CA1031 // A timer has nobody to tell; the log and the health check are told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (exception.Message != before)
            {
                ServingLog.ReloadFailed(_logger, exception, _service, _options.ModelPath);
            }
        }
        finally
        {
            _loading.Exit();
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        SharedResource<SavedTextClassifier>? last;
        lock (_lock)
        {
            _disposed = true;
            (last, _current) = (_current, null);
        }

        last?.Release();
    }

    private SharedResource<SavedTextClassifier> Acquire()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _ = _current!.TryAcquire(); // it has an owner, which is this object
            return _current;
        }
    }

    private void Replace()
    {
        var started = _time.GetTimestamp();

        // The stamp from before reading: what is written meanwhile is another change.
        _stamp = FileStamp.Of(_options.ModelPath);
        SavedTextClassifier model;
        try
        {
            model = SavedTextClassifier.Load(_options);
        }
        catch (Exception exception)
        {
            Failure = exception.Message;
            _metrics.Load(_service, succeeded: false);
            throw;
        }

        var share = new SharedResource<SavedTextClassifier>(() => model);
        _ = share.TryAcquire();
        _ = share.Open();
        SharedResource<SavedTextClassifier>? old;
        bool disposed;
        lock (_lock)
        {
            disposed = _disposed;
            (old, _current) = disposed ? (share, null) : (_current, share);
        }

        old?.Release();
        ObjectDisposedException.ThrowIf(disposed, this);
        Failure = null;
        LoadedAt = _time.GetUtcNow();
        _isLoaded = true;
        _metrics.Load(_service, succeeded: true);
        ServingLog.Loaded(_logger, _service, _options.ModelPath, _time.GetElapsedTime(started).TotalSeconds);
    }
}
