namespace MLNet.LlmExtensions.Inference.Sessions;

/// <summary>
/// Something loaded that several owners share. The first use opens it; when the last owner lets go it is disposed. Owners
/// that are forgotten instead of disposed do not keep it: pools refer to it weakly, and native sessions have a finalizer.
/// </summary>
internal sealed class SharedResource<T>(Func<T> open)
    where T : class, IDisposable
{
    private readonly Lock _lock = new();
    private Func<T>? _open = open;
    private T? _value;
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

    public T Open()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_value is null)
            {
                _value = _open!();

                // What it was made from may be large.
                _open = null;
            }

            return _value;
        }
    }

    public void Release()
    {
        T? last;
        lock (_lock)
        {
            if (--_owners > 0)
            {
                return;
            }

            _closed = true;
            last = _value;
            _value = null;
        }

        last?.Dispose();
    }
}
