using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Tests.Shared;
using static MLNet.LlmExtensions.Inference.Tests.EmbedderFixture;

namespace MLNet.LlmExtensions.Inference.Tests;

public sealed class ReadoutTests(EmbedderFixture fixture) : IClassFixture<EmbedderFixture>
{
    private static readonly EmbeddingReadout[] Readouts =
        [new(PoolingMode.Max), new(PoolingMode.Mean, Layer: 1), new(Dimensions: 7), new(PoolingMode.Cls, Layer: 0, Dimensions: 5)];

    // Some longer than the 46 words of a window.
    private static readonly string[] Texts = [.. Enumerable.Range(0, 30).Select(i => Text(i * 4, seed: i))];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Readouts_are_the_vectors_of_embedders_of_their_own_one_after_the_other(bool normalize)
    {
        using var joined = fixture.CreateEmbedder(new() { Readouts = Readouts, Normalize = normalize });
        var alone = Readouts.Select(readout =>
        {
            using var embedder = fixture.CreateEmbedder(
                new() { Pooling = readout.Pooling, Layer = readout.Layer, Dimensions = readout.Dimensions, Normalize = normalize });
            return embedder.Embed(Texts);
        }).ToArray();

        var vectors = joined.Embed(Texts);

        Assert.Equal(alone.Sum(vectors => vectors[0].Length), joined.Dimensions);
        for (var i = 0; i < Texts.Length; i++)
        {
            VectorAssert.Near([.. alone.SelectMany(vectors => vectors[i])], vectors[i]);
        }
    }

    [Fact]
    public void What_a_readout_leaves_open_is_as_the_options_say()
    {
        using var options = fixture.CreateEmbedder(new() { Pooling = PoolingMode.Max, Layer = 1, Dimensions = 6 });
        using var readout = fixture.CreateEmbedder(new() { Pooling = PoolingMode.Max, Layer = 1, Dimensions = 6, Readouts = [new(), new(Dimensions: 3)] });
        var expected = options.Embed(Texts[9]);

        VectorAssert.Near([.. expected, .. fixture.CreateEmbedder(new() { Pooling = PoolingMode.Max, Layer = 1, Dimensions = 3 }).Embed(Texts[9])], readout.Embed(Texts[9]));
    }

    [Fact]
    public void A_readout_that_is_there_twice_is_given_twice()
    {
        using var embedder = fixture.CreateEmbedder(new() { Readouts = [new(), new(fixture.Model.EmbeddingSettings.Pooling)] });

        VectorAssert.Near([.. fixture.Embedder.Embed(Texts[5]), .. fixture.Embedder.Embed(Texts[5])], embedder.Embed(Texts[5]));
    }

    [Fact]
    public void Embedders_with_the_same_cached_readouts_run_the_model_once()
    {
        using var cache = new EmbeddingCache();
        foreach (var (index, readout) in Readouts.Index())
        {
            using var embedder = fixture.CreateEmbedder(new() { Readouts = [readout, Readouts[0]], CachedReadouts = Readouts, Cache = cache });
            using var plain = fixture.CreateEmbedder(new() { Readouts = [readout, Readouts[0]] });
            var expected = plain.Embed(Texts);

            var vectors = embedder.Embed(Texts);

            Assert.Equal(index == 0 ? Texts.Length : 0, embedder.Statistics.Texts);
            Assert.Equal(plain.Dimensions, embedder.Dimensions);
            for (var i = 0; i < Texts.Length; i++)
            {
                VectorAssert.Near(expected[i], vectors[i]);
            }
        }

        Assert.Equal(Texts.Length, cache.Statistics.Misses);
    }

    [Fact]
    public void Cached_readouts_are_found_again_on_disk_and_by_callers_side_by_side()
    {
        using var folder = new TemporaryFolder();
        using var plain = fixture.CreateEmbedder(new() { Readouts = [Readouts[1]] });
        var expected = plain.Embed(Texts);
        foreach (var computed in new[] { Texts.Length, 0 })
        {
            using var cache = new EmbeddingCache(new EmbeddingCacheOptions { Folder = folder.Path, MaximumMemory = 0 });
            using var embedder = fixture.CreateEmbedder(new() { Readouts = [Readouts[1]], CachedReadouts = Readouts, Cache = cache });
            var found = new float[4][][];

            _ = Parallel.For(0, found.Length, caller => found[caller] = embedder.Embed(Texts));

            Assert.Equal(computed, embedder.Statistics.Texts);
            Assert.All(found, vectors => Assert.All(vectors.Zip(expected), pair => VectorAssert.Near(pair.Second, pair.First)));
        }
    }

    [Fact]
    public void Cached_readouts_change_nothing_without_a_cache()
    {
        using var embedder = fixture.CreateEmbedder(new() { CachedReadouts = Readouts });

        Assert.Equal(fixture.Embedder.Embed(Texts), embedder.Embed(Texts));
    }

    [Fact]
    public void A_wrong_readout_is_named()
    {
        Assert.Contains("Readouts", Assert.Throws<ArgumentException>(() => fixture.CreateEmbedder(new() { Readouts = [null!] })).Message, StringComparison.Ordinal);
        Assert.Contains("CachedReadouts", Assert.Throws<ArgumentException>(() => fixture.CreateEmbedder(new() { CachedReadouts = null! })).Message, StringComparison.Ordinal);
        Assert.Contains("layer", Assert.Throws<ArgumentOutOfRangeException>(() => fixture.CreateEmbedder(new() { Readouts = [new(Layer: 9)] })).Message, StringComparison.Ordinal);
        Assert.Contains("dimensions", Assert.Throws<ArgumentOutOfRangeException>(() => fixture.CreateEmbedder(new() { Readouts = [new(Dimensions: 900)] })).Message, StringComparison.Ordinal);
    }
}
