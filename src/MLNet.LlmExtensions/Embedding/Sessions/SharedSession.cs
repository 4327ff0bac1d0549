namespace MLNet.LlmExtensions.Embedding.Sessions;

/// <summary>
/// A session that several owners share. The first use opens it; when the last owner lets go it is disposed. Owners that are
/// forgotten instead of disposed do not keep it: the pool refers to it weakly, and the native session has a finalizer.
/// </summary>
internal sealed class SharedSession(Func<IEmbeddingSession> open)
{
    private readonly Lock _lock = new();
    private IEmbeddingSession? _session;
    private int _owners;
    private bool _closed;

    /// <summary>Becomes one more owner, unless the last one has already let go.</summary>
    public bool TryAcquire()
    {
        lock (_lock)
        {
            if (_closed)
            {
                return false;
            }

            _owners++;
            return true;
        }
    }

    public IEmbeddingSession Open()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return _session ??= open();
        }
    }

    public void Release()
    {
        IEmbeddingSession? last;
        lock (_lock)
        {
            if (--_owners > 0)
            {
                return;
            }

            _closed = true;
            last = _session;
            _session = null;
        }

        last?.Dispose();
    }
}
