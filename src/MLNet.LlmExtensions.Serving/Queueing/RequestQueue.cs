using System.Threading.Channels;
using MLNet.LlmExtensions.Serving.Diagnostics;

namespace MLNet.LlmExtensions.Serving.Queueing;

/// <summary>
/// Brings the texts of many callers together into batches and computes these one after the other: a language model is several times as
/// fast with batches. Takes no more texts than have room. Thread-safe.
/// </summary>
/// <param name="service">The name of the service, for messages and metrics.</param>
/// <param name="options">The bounds.</param>
/// <param name="compute">Computes a batch: as many results as texts.</param>
/// <param name="metrics">Told of what happens.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestQueue<TResult>(
    string service, LlmServiceOptions options, Func<string[], TResult[]> compute, ServingMetrics metrics, TimeProvider time) : IAsyncDisposable
{
    private readonly Channel<PendingText<TResult>> _channel = Channel.CreateUnbounded<PendingText<TResult>>(new() { SingleReader = true });
    private readonly List<PendingText<TResult>> _batch = [];
    private readonly Lock _lock = new();
    private Task? _work;
    private int _length;
    private bool _closed;

    /// <summary>Texts that wait or are being computed.</summary>
    public int Length => Volatile.Read(ref _length);

    /// <summary>Puts texts into the queue and waits for their results.</summary>
    /// <exception cref="LlmServiceOverloadedException">There is no room for all of them.</exception>
    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public async Task<TResult[]> RunAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (texts.Count == 0)
        {
            return [];
        }

        var started = time.GetTimestamp();
        var outcome = ServingMetrics.Failed;
        try
        {
            var call = Enqueue(texts);
            await using (cancellationToken.UnsafeRegister(_ => call.Cancel(cancellationToken), null).ConfigureAwait(false))
            {
                var results = await call.Task.ConfigureAwait(false);
                outcome = ServingMetrics.Succeeded;
                return results;
            }
        }
        catch (LlmServiceOverloadedException)
        {
            outcome = ServingMetrics.Rejected;
            throw;
        }
        catch (OperationCanceledException)
        {
            outcome = ServingMetrics.Cancelled;
            throw;
        }
        finally
        {
            metrics.Request(service, outcome, texts.Count, time.GetElapsedTime(started));
        }
    }

    /// <summary>Takes no more texts, and waits until those that it has are computed.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? work;
        lock (_lock)
        {
            _closed = true;
            _ = _channel.Writer.TryComplete();
            work = _work;
        }

        if (work is not null)
        {
            await work.ConfigureAwait(false);
        }
    }

    private PendingCall<TResult> Enqueue(IReadOnlyList<string> texts)
    {
        var call = new PendingCall<TResult>(texts.Count);
        var now = time.GetTimestamp();
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_length + texts.Count > options.MaximumQueueLength)
            {
                throw new LlmServiceOverloadedException(service, _length, options.MaximumQueueLength);
            }

            _ = Interlocked.Add(ref _length, texts.Count);
            for (var i = 0; i < texts.Count; i++)
            {
                _ = _channel.Writer.TryWrite(new PendingText<TResult>(texts[i], call, i, now));
            }

            _work ??= Task.Run(WorkAsync);
        }

        return call;
    }

    private async Task WorkAsync()
    {
        while (await _channel.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            Take();
            if (_batch.Count > 0 && _batch.Count < options.MaximumBatchSize)
            {
                await WaitForMoreAsync().ConfigureAwait(false);
            }

            if (_batch.Count > 0)
            {
                Compute();
            }
        }
    }

    private void Take()
    {
        while (_batch.Count < options.MaximumBatchSize && _channel.Reader.TryRead(out var text))
        {
            if (text.Call.IsOver)
            {
                _ = Interlocked.Decrement(ref _length);
            }
            else
            {
                _batch.Add(text);
            }
        }
    }

    private async Task WaitForMoreAsync()
    {
        var left = options.MaximumDelay - time.GetElapsedTime(_batch[0].Arrived);
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        using var enough = new CancellationTokenSource(left, time);
        try
        {
            while (_batch.Count < options.MaximumBatchSize && await _channel.Reader.WaitToReadAsync(enough.Token).ConfigureAwait(false))
            {
                Take();
            }
        }
        catch (OperationCanceledException)
        {
            // The time is up.
        }
    }

    private void Compute()
    {
        var started = time.GetTimestamp();
        TResult[] results = [];
        Exception? failure = null;
        try
        {
            results = compute([.. _batch.Select(pending => pending.Text)]);
        }
#pragma warning disable CA1031 // Whatever it is, the callers are told, and the next batch is another one.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = exception;
        }

        // Before anybody is told: who has an answer may ask again at once, and must find room.
        _ = Interlocked.Add(ref _length, -_batch.Count);
        metrics.Batch(service, _batch.Count, time.GetElapsedTime(started));
        for (var i = 0; i < _batch.Count; i++)
        {
            if (failure is null)
            {
                _batch[i].Call.SetResult(_batch[i].Index, results[i]);
            }
            else
            {
                _batch[i].Call.Fail(failure);
            }
        }

        _batch.Clear();
    }
}
