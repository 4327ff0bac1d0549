namespace MLNet.LlmExtensions.Inference.Sessions;

/// <summary>
/// Counts the callers of something that is freed when it has been disposed and its last caller has left. Thread-safe.
/// </summary>
/// <param name="owner">The public type that callers know, for the exception.</param>
/// <param name="free">Frees it; called once.</param>
internal sealed class CallerGate(Type owner, Action free) : IDisposable
{
    private readonly Lock _lock = new();
    private int _callers;
    private bool _disposed;

    /// <summary>Lets one more caller in. To be followed by <see cref="Leave"/>.</summary>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public void Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, owner);
            _callers++;
        }
    }

    public void Leave()
    {
        bool last;
        lock (_lock)
        {
            last = --_callers == 0 && _disposed;
        }

        if (last)
        {
            free();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            if (_callers > 0)
            {
                return;
            }
        }

        free();
    }
}
