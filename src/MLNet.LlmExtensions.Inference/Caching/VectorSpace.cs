using MLNet.LlmExtensions.Inference.Caching.Disk;

namespace MLNet.LlmExtensions.Inference.Caching;

/// <summary>The cached vectors of one model with one set of options: in memory, on disk, and those being computed. Thread-safe.</summary>
/// <param name="name">Its name among the spaces.</param>
/// <param name="memory">The memory of all spaces.</param>
/// <param name="disk">Its vectors on disk, or null.</param>
/// <param name="counters">The counters of the cache.</param>
internal sealed class VectorSpace(string name, VectorMemory memory, SegmentFolder? disk, CacheCounters counters) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TextHash, (PendingVectors Vectors, int Row)> _pending = [];

    public CacheCounters Counters => counters;

    /// <summary>Reads a vector that is there.</summary>
    public bool TryRead(TextHash text, Span<float> destination)
    {
        var key = new VectorKey(name, text);
        if (memory.TryRead(key, destination))
        {
            counters.AddMemoryHit();
            return true;
        }

        if (disk?.TryRead(text, destination) != true)
        {
            return false;
        }

        counters.AddDiskHit();
        memory.Add(key, destination);
        return true;
    }

    /// <summary>Looks for what other processes have written meanwhile.</summary>
    /// <returns>Whether there is something new.</returns>
    public bool Refresh() => disk?.Refresh() == true;

    /// <summary>Undertakes to compute vectors. <see cref="Publish"/> or <see cref="Abandon"/> must follow.</summary>
    /// <param name="texts">The texts, each once.</param>
    /// <param name="dimensions">The length of the vectors.</param>
    /// <returns>
    /// The vectors of this caller, in the order of the texts that are its own; and for each text who computes it and as which row –
    /// nobody where it has come since the caller looked.
    /// </returns>
    public (PendingVectors Mine, (PendingVectors? Vectors, int Row)[] All) Claim(IReadOnlyList<TextHash> texts, int dimensions)
    {
        lock (_lock)
        {
            var own = new bool[texts.Count];
            for (var i = 0; i < own.Length; i++)
            {
                own[i] = !_pending.ContainsKey(texts[i]) && !IsThere(texts[i]);
            }

            var mine = new PendingVectors(own.Count(isOwn => isOwn), dimensions);
            var all = new (PendingVectors?, int)[texts.Count];
            for (int i = 0, row = 0; i < all.Length; i++)
            {
                if (own[i])
                {
                    _pending.Add(texts[i], (mine, row++));
                }

                all[i] = _pending.TryGetValue(texts[i], out var pending) ? pending : default;
            }

            return (mine, all);
        }
    }

    /// <summary>Hands over vectors that have been computed.</summary>
    /// <param name="texts">The texts, in the order of the vectors.</param>
    /// <param name="vectors">The vectors.</param>
    public void Publish(IReadOnlyList<TextHash> texts, PendingVectors vectors)
    {
        for (var row = 0; row < texts.Count; row++)
        {
            memory.Add(new VectorKey(name, texts[row]), vectors.Vector(row));
        }

        disk?.Add(texts, vectors.Values);
        Release(texts);
        vectors.Complete(succeeded: true);
    }

    /// <summary>Gives up computing vectors.</summary>
    public void Abandon(IReadOnlyList<TextHash> texts, PendingVectors vectors)
    {
        Release(texts);
        vectors.Complete(succeeded: false);
    }

    public void Dispose() => disk?.Dispose();

    private bool IsThere(TextHash text) => memory.Contains(new VectorKey(name, text)) || disk?.Contains(text) == true;

    private void Release(IReadOnlyList<TextHash> texts)
    {
        lock (_lock)
        {
            foreach (var text in texts)
            {
                _ = _pending.Remove(text);
            }
        }
    }
}
