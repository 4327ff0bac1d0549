using System.Buffers;
using MLNet.LlmExtensions.Inference.Encoders;

namespace MLNet.LlmExtensions.Inference.Caching;

/// <summary>Embeds what is not in the cache. Thread-safe.</summary>
/// <param name="encoder">Computes vectors.</param>
/// <param name="space">The vectors that are there, as the encoder computes them.</param>
/// <param name="readouts">What of them is wanted.</param>
/// <param name="normalize">Whether vectors are normalised.</param>
internal sealed class CachedEmbedding(TextEncoder encoder, VectorSpace space, ReadoutSelection readouts, bool normalize)
{
    // Texts that are looked up, computed and kept together: enough to pack well, and no more than a killed process may lose.
    private const int SliceTexts = 2048;

    /// <summary>Finds or computes the vectors of all texts.</summary>
    /// <returns>Tokens that went through the model, padding left out.</returns>
    /// <inheritdoc cref="TextEncoder.Run" path="/param"/>
    public long Run<TSource, TTarget>(
        in TSource source, in TTarget target, IProgress<EmbeddingProgress>? progress, CancellationToken cancellationToken)
        where TSource : ITextSource, allows ref struct
        where TTarget : IVectorTarget, allows ref struct
    {
        var tokens = 0L;
        for (var done = 0; done < source.Count;)
        {
            var count = Math.Min(SliceTexts, source.Count - done);
            tokens += RunSlice(source, target, done, count, cancellationToken);
            done += count;
            progress?.Report(new EmbeddingProgress(done, source.Count, tokens));
        }

        return tokens;
    }

    private long RunSlice<TSource, TTarget>(
        in TSource source, in TTarget target, int first, int count, CancellationToken cancellationToken)
        where TSource : ITextSource, allows ref struct
        where TTarget : IVectorTarget, allows ref struct
    {
        Dictionary<TextHash, List<int>>? missing = null;
        for (var index = first; index < first + count; index++)
        {
            var hash = TextHash.Of(source.Text(index));
            if (missing?.TryGetValue(hash, out var places) == true)
            {
                places.Add(index);
                space.Counters.AddSharedHits(1);
            }
            else if (!TryRead(hash, target.Vector(index)))
            {
                (missing ??= []).Add(hash, [index]);
            }
        }

        if (missing is not null && space.Refresh())
        {
            ReadAgain(missing, target);
        }

        var tokens = 0L;
        while (missing?.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tokens += Compute(source, target, missing, cancellationToken);
        }

        return tokens;
    }

    private bool TryRead(TextHash hash, Span<float> destination)
    {
        if (readouts.IsWhole)
        {
            return space.TryRead(hash, destination);
        }

        var computed = ArrayPool<float>.Shared.Rent(encoder.Dimensions);
        try
        {
            if (!space.TryRead(hash, computed.AsSpan(0, encoder.Dimensions)))
            {
                return false;
            }

            readouts.Copy(computed, destination);
            return true;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(computed);
        }
    }

    private void ReadAgain<TTarget>(Dictionary<TextHash, List<int>> missing, in TTarget target)
        where TTarget : IVectorTarget, allows ref struct
    {
        foreach (var (hash, places) in missing.ToArray())
        {
            if (TryRead(hash, target.Vector(places[0])))
            {
                Spread(places, target);
                _ = missing.Remove(hash);
            }
        }
    }

    // Computes what nobody else is computing, then waits for the rest. In this order two callers cannot wait for each other.
    private long Compute<TSource, TTarget>(
        in TSource source, in TTarget target, Dictionary<TextHash, List<int>> missing, CancellationToken cancellationToken)
        where TSource : ITextSource, allows ref struct
        where TTarget : IVectorTarget, allows ref struct
    {
        var hashes = missing.Keys.ToArray();
        var (mine, claims) = space.Claim(hashes, encoder.Dimensions);
        var own = hashes.Where((_, i) => claims[i].Vectors == mine).ToArray();
        var tokens = 0L;
        if (own.Length > 0)
        {
            var texts = new string?[own.Length];
            for (var row = 0; row < own.Length; row++)
            {
                texts[row] = source.Text(missing[own[row]][0]);
            }

            var succeeded = false;
            try
            {
                tokens = encoder.Run(
                    new SpanSource(texts),
                    new EmbeddingAccumulator<SpanTarget>(new SpanTarget(mine.Values, encoder.Dimensions), readouts.Sizes, normalize),
                    progress: null,
                    cancellationToken);
                succeeded = true;
            }
            finally
            {
                if (!succeeded)
                {
                    space.Abandon(own, mine);
                }
            }

            space.Publish(own, mine);
            space.Counters.AddMisses(own.Length);
        }

        for (var i = 0; i < hashes.Length; i++)
        {
            var (places, (vectors, row)) = (missing[hashes[i]], claims[i]);
            if (vectors is null ? !TryRead(hashes[i], target.Vector(places[0])) : vectors != mine && !vectors.Wait(cancellationToken))
            {
                continue; // whoever wanted to compute it could not, or it is gone again: it is still missing
            }

            if (vectors is not null)
            {
                readouts.Copy(vectors.Vector(row), target.Vector(places[0]));
                space.Counters.AddSharedHits(vectors == mine ? 0 : 1);
            }

            Spread(places, target);
            _ = missing.Remove(hashes[i]);
        }

        return tokens;
    }

    // The vector of the first of some places is that of all.
    private static void Spread<TTarget>(List<int> places, in TTarget target)
        where TTarget : IVectorTarget, allows ref struct
    {
        for (var i = 1; i < places.Count; i++)
        {
            target.Vector(places[0]).CopyTo(target.Vector(places[i]));
        }
    }
}
