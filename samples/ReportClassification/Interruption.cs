namespace ReportClassification;

/// <summary>
/// What Ctrl+C means. Work that has something to keep is first asked to stop: it goes on with what it has. All other work,
/// and that work the second time, is cancelled. Safe to use from several threads.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _cancellation = new();
    private Action? _onStop;
    private bool _isStopped;
    private bool _isCancelled;

    /// <summary>Asks for an end that keeps what there is.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Asks for an end.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Says that the work can be stopped from here on.</summary>
    /// <param name="onStop">Called once, when it is asked to.</param>
    public void AllowStop(Action onStop)
    {
        lock (_lock)
            _onStop = onStop;
    }

    /// <summary>Ctrl+C.</summary>
    /// <returns>Whether there was anything left to ask for; if not, the process had better be ended by force.</returns>
    public bool Press()
    {
        Action? onStop = null;
        lock (_lock)
        {
            if (!_isStopped)
                onStop = _onStop;
            _isStopped |= onStop is not null;
        }

        if (onStop is null)
            return Cancel();

        // Told first: once the work may end, so may the process.
        onStop();
        _stop.Cancel();
        return true;
    }

    /// <summary>Asks for an end at once.</summary>
    /// <returns>Whether nobody had asked for it before.</returns>
    public bool Cancel()
    {
        lock (_lock)
        {
            if (_isCancelled)
                return false;
            _isCancelled = true;
        }

        _cancellation.Cancel();
        return true;
    }

    public void Dispose()
    {
        _stop.Dispose();
        _cancellation.Dispose();
    }
}
