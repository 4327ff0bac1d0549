using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;
using static MLNet.LlmExtensions.Inference.Tests.EmbedderFixture;

namespace MLNet.LlmExtensions.Inference.Tests.Caching;

public sealed class EmbeddingCacheTests(EmbedderFixture fixture) : IClassFixture<EmbedderFixture>
{
    private static readonly string[] Texts = [.. Enumerable.Range(0, 50).Select(i => Text(i, seed: i))];

    [Fact]
    public async Task A_text_is_embedded_once_whichever_way_it_is_asked_for()
    {
        using var cache = new EmbeddingCache();
        using var embedder = fixture.CreateEmbedder(new() { Cache = cache });
        var first = embedder.Embed(Texts);

        var flat = new float[Texts.Length * embedder.Dimensions];
        embedder.Embed(Texts, flat);
        var generated = await embedder.GenerateAsync(Texts, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(Texts.Length, embedder.Statistics.Texts);
        Assert.Equal(new EmbeddingCacheStatistics { Misses = Texts.Length, MemoryHits = 2 * Texts.Length }, cache.Statistics);
        Assert.Equal(first.SelectMany(vector => vector), flat);
        Assert.Equal(flat, generated.SelectMany(embedding => embedding.Vector.ToArray()));
        Assert.Equal(first[7], embedder.Embed(Texts[7]));
    }

    [Fact]
    public void Vectors_are_those_of_an_embedder_without_a_cache()
    {
        using var cache = new EmbeddingCache();
        using var embedder = fixture.CreateEmbedder(new() { Cache = cache });
        _ = embedder.Embed(Texts[..20]);

        var vectors = embedder.Embed(Texts);

        for (var i = 0; i < Texts.Length; i++)
        {
            VectorAssert.Near(fixture.Embedder.Embed(Texts[i]), vectors[i]);
        }
    }

    [Fact]
    public void A_text_that_occurs_twice_in_a_call_is_computed_once()
    {
        using var cache = new EmbeddingCache();
        using var embedder = fixture.CreateEmbedder(new() { Cache = cache });

        var vectors = embedder.Embed(["no edema", "clear lungs", "no edema", null, "", "no edema"]);

        Assert.Equal(3, embedder.Statistics.Texts);
        Assert.Equal(3, cache.Statistics.SharedHits);
        Assert.Equal(vectors[0], vectors[2]);
        Assert.Equal(vectors[0], vectors[5]);
        Assert.Equal(vectors[3], vectors[4]);
        Assert.NotEqual(vectors[0], vectors[1]);
        VectorAssert.Near(fixture.Embedder.Embed("no edema"), vectors[5]);
    }

    public static TheoryData<string> OptionsThatChangeVectors => [.. ChangingOptions.Keys];

    private static readonly Dictionary<string, TextEmbedderOptions> ChangingOptions = new()
    {
        ["pooling"] = new() { Pooling = PoolingMode.Max },
        ["normalize"] = new() { Normalize = true },
        ["dimensions"] = new() { Dimensions = 8 },
        ["layer"] = new() { Layer = 1 },
        ["readouts"] = new() { Readouts = [new(PoolingMode.Max), new(Layer: 1)] },
        ["maximum length"] = new() { MaximumLength = 16 },
        ["prompt"] = new() { Prompt = "left " },
        ["long text"] = new() { LongText = LongTextHandling.Truncate, MaximumLength = 16 },
        ["overlap"] = new() { ChunkOverlap = 3, MaximumLength = 16 },
        ["precision"] = new() { Precision = WeightPrecision.Int8 },
    };

    [Theory]
    [MemberData(nameof(OptionsThatChangeVectors))]
    public void Options_that_change_vectors_do_not_share_them(string name)
    {
        using var cache = new EmbeddingCache();
        using var plain = fixture.CreateEmbedder(new() { Cache = cache });
        using var shorter = fixture.CreateEmbedder(new() { Cache = cache, MaximumLength = 16 });
        using var other = fixture.CreateEmbedder(ChangingOptions[name] with { Cache = cache });
        var expected = fixture.CreateEmbedder(ChangingOptions[name]).Embed(Texts);
        _ = plain.Embed(Texts);
        if (name != "maximum length")
        {
            _ = shorter.Embed(Texts);
        }

        var vectors = other.Embed(Texts);

        Assert.Equal(Texts.Length, other.Statistics.Texts);
        Assert.Equal(expected, vectors);
    }

    [Fact]
    public void Options_that_say_how_the_work_is_done_share_vectors()
    {
        using var cache = new EmbeddingCache();
        using var plain = fixture.CreateEmbedder(new() { Cache = cache });
        using var other = fixture.CreateEmbedder(new()
        {
            Cache = cache,
            TokenBudget = 64,
            MaximumBatchSize = 3,
            IntraOpThreads = 1,
            Pooling = fixture.Model.EmbeddingSettings.Pooling,
            Normalize = fixture.Model.EmbeddingSettings.Normalize,
        });
        var first = plain.Embed(Texts);

        Assert.Equal(first, other.Embed(Texts));
        Assert.Equal(0, other.Statistics.Texts);
    }

    [Fact]
    public async Task Callers_side_by_side_compute_each_text_once()
    {
        using var cache = new EmbeddingCache();
        using var embedder = fixture.CreateEmbedder(new() { Cache = cache });
        var expected = fixture.Embedder.Embed(Texts);
        using var start = new Barrier(4);

        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(TestContext.Current.CancellationToken);
                var order = Enumerable.Range(0, Texts.Length).ToArray();
                new Random(seed).Shuffle(order);
                var vectors = new float[Texts.Length][];
                foreach (var part in order.Chunk(9))
                {
                    var made = embedder.Embed([.. part.Select(i => Texts[i])]);
                    for (var i = 0; i < part.Length; i++)
                    {
                        vectors[part[i]] = made[i];
                    }
                }

                return vectors;
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Equal(Texts.Length, embedder.Statistics.Texts);
        foreach (var vectors in all)
        {
            for (var i = 0; i < Texts.Length; i++)
            {
                VectorAssert.Near(expected[i], vectors[i]);
            }
        }
    }

    [Fact]
    public void A_cancelled_call_leaves_the_texts_to_others()
    {
        using var cache = new EmbeddingCache();
        using var embedder = fixture.CreateEmbedder(new() { Cache = cache });

        Assert.Throws<OperationCanceledException>(() => embedder.Embed(Texts, cancellationToken: new CancellationToken(canceled: true)));

        Assert.Equal(fixture.Embedder.Embed(Texts), embedder.Embed(Texts));
    }

    [Fact]
    public void Memory_stays_within_its_bound()
    {
        const int Room = 10;
        using var embedder0 = fixture.CreateEmbedder(new());
        using var cache = new EmbeddingCache(new() { MaximumMemory = Room * embedder0.Dimensions * sizeof(float) });
        using var embedder = fixture.CreateEmbedder(new() { Cache = cache });
        var vectors = embedder.Embed(Texts);

        Assert.Equal(vectors, embedder.Embed(Texts));

        Assert.InRange(cache.Statistics.MemoryHits, 0, Room);
    }

    [Fact]
    public void Without_memory_and_folder_everything_is_computed()
    {
        using var cache = new EmbeddingCache(new() { MaximumMemory = 0 });
        using var embedder = fixture.CreateEmbedder(new() { Cache = cache });

        Assert.Equal(embedder.Embed(Texts), embedder.Embed(Texts));
        Assert.Equal(2 * Texts.Length, cache.Statistics.Misses);
    }

    [Fact]
    public void Progress_counts_texts_of_the_cache_as_well()
    {
        using var cache = new EmbeddingCache();
        using var embedder = fixture.CreateEmbedder(new() { Cache = cache });
        _ = embedder.Embed(Texts);
        var last = default(EmbeddingProgress);

        _ = embedder.Embed(Texts, new Reporter(progress => last = progress), TestContext.Current.CancellationToken);

        Assert.Equal(new EmbeddingProgress(Texts.Length, Texts.Length, 0), last);
    }

    [Fact]
    public void An_embedder_of_a_disposed_cache_says_so()
    {
        var cache = new EmbeddingCache();
        cache.Dispose();

        Assert.Throws<ObjectDisposedException>(() => fixture.CreateEmbedder(new() { Cache = cache }));
    }

    [Theory]
    [InlineData(nameof(EmbeddingCacheOptions.Folder))]
    [InlineData(nameof(EmbeddingCacheOptions.MaximumMemory))]
    [InlineData(nameof(EmbeddingCacheOptions.MaximumDisk))]
    public void A_wrong_option_is_named(string option)
    {
        var options = option switch
        {
            nameof(EmbeddingCacheOptions.Folder) => new EmbeddingCacheOptions { Folder = " " },
            nameof(EmbeddingCacheOptions.MaximumMemory) => new() { MaximumMemory = -1 },
            _ => new() { MaximumDisk = -1 },
        };

        Assert.Contains(option, Assert.ThrowsAny<ArgumentException>(() => new EmbeddingCache(options)).Message, StringComparison.Ordinal);
    }

    private sealed class Reporter(Action<EmbeddingProgress> report) : IProgress<EmbeddingProgress>
    {
        public void Report(EmbeddingProgress value) => report(value);
    }
}
