namespace MLNet.LlmExtensions.Inference.Caching;

/// <summary>The counters of a cache.</summary>
internal sealed class CacheCounters
{
    private long _memoryHits;
    private long _diskHits;
    private long _sharedHits;
    private long _misses;
    private long _damaged;

    public void AddMemoryHit() => Interlocked.Increment(ref _memoryHits);

    public void AddDiskHit() => Interlocked.Increment(ref _diskHits);

    public void AddSharedHits(int count) => Interlocked.Add(ref _sharedHits, count);

    public void AddMisses(int count) => Interlocked.Add(ref _misses, count);

    public void AddDamaged() => Interlocked.Increment(ref _damaged);

    public EmbeddingCacheStatistics Snapshot() => new()
    {
        MemoryHits = Interlocked.Read(ref _memoryHits),
        DiskHits = Interlocked.Read(ref _diskHits),
        SharedHits = Interlocked.Read(ref _sharedHits),
        Misses = Interlocked.Read(ref _misses),
        DamagedVectors = Interlocked.Read(ref _damaged),
    };
}
