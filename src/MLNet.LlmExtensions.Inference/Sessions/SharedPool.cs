namespace MLNet.LlmExtensions.Inference.Sessions;

/// <summary>One loaded thing for each key, however many ask for it. Refers to it weakly. Thread-safe.</summary>
internal sealed class SharedPool<TKey, T>
    where TKey : notnull
    where T : class, IDisposable
{
    private readonly Dictionary<TKey, WeakReference<SharedResource<T>>> _entries = [];

    /// <summary>Gives what the caller now owns a share of, to be given back with <see cref="SharedResource{T}.Release"/>.</summary>
    /// <param name="key">What is asked for.</param>
    /// <param name="open">Loads it, on first use, where nobody has it.</param>
    public SharedResource<T> Acquire(TKey key, Func<T> open)
    {
        lock (_entries)
        {
            if (_entries.TryGetValue(key, out var reference)
                && reference.TryGetTarget(out var shared)
                && shared.TryAcquire())
            {
                return shared;
            }

            foreach (var gone in _entries.Where(entry => !entry.Value.TryGetTarget(out _)).Select(entry => entry.Key).ToArray())
            {
                _ = _entries.Remove(gone);
            }

            shared = new SharedResource<T>(open);
            _ = shared.TryAcquire();
            _entries[key] = new WeakReference<SharedResource<T>>(shared);
            return shared;
        }
    }
}
