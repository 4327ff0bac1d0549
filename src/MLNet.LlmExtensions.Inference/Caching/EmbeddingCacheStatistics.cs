namespace MLNet.LlmExtensions.Inference;

/// <summary>What an <see cref="EmbeddingCache"/> has done since it was made. A snapshot; the counters go on.</summary>
public sealed record EmbeddingCacheStatistics
{
    /// <summary>Vectors that were in memory.</summary>
    public long MemoryHits { get; init; }

    /// <summary>Vectors that were not in memory but on disk.</summary>
    public long DiskHits { get; init; }

    /// <summary>Vectors that another caller was computing at that moment, or that the same call asked for twice.</summary>
    public long SharedHits { get; init; }

    /// <summary>Vectors that had to be computed.</summary>
    public long Misses { get; init; }

    /// <summary>Vectors on disk whose checksum was wrong. They are computed again.</summary>
    public long DamagedVectors { get; init; }
}
