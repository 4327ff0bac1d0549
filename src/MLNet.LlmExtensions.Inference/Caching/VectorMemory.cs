using Microsoft.Extensions.Caching.Memory;

namespace MLNet.LlmExtensions.Inference.Caching;

/// <summary>Vectors in memory, as many as have room.</summary>
/// <param name="maximumBytes">The room.</param>
internal sealed class VectorMemory(long maximumBytes) : IDisposable
{
    // What an entry takes beside its numbers, measured: key, entry and a place in the table.
    private const int Overhead = 256;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = maximumBytes });

    public bool Contains(VectorKey key) => _cache.TryGetValue(key, out _);

    public bool TryRead(VectorKey key, Span<float> destination)
    {
        if (!_cache.TryGetValue(key, out float[]? vector))
        {
            return false;
        }

        vector.CopyTo(destination);
        return true;
    }

    public void Add(VectorKey key, ReadOnlySpan<float> vector)
    {
        var size = Overhead + ((long)vector.Length * sizeof(float));
        if (size <= maximumBytes)
        {
            _ = _cache.Set(key, vector.ToArray(), new MemoryCacheEntryOptions { Size = size });
        }
    }

    public void Dispose() => _cache.Dispose();
}
