using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;
using static MLNet.LlmExtensions.Inference.Tests.EmbedderFixture;

namespace MLNet.LlmExtensions.Inference.Tests;

public sealed class TextEmbedderTests(EmbedderFixture fixture) : IClassFixture<EmbedderFixture>
{
    // TinyBert has 48 positions; [CLS] and [SEP] take two.
    private const int Capacity = 46;

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(100_000)]
    public void A_text_has_the_same_vector_alone_and_in_any_batch(int tokenBudget)
    {
        var texts = Enumerable.Range(0, 60).Select(i => Text(i % 45, seed: i)).ToArray();
        var alone = texts.Select(fixture.Embedder.Embed).ToArray();
        var order = Enumerable.Range(0, texts.Length).ToArray();
        new Random(3).Shuffle(order);

        using var embedder = fixture.CreateEmbedder(new() { TokenBudget = tokenBudget });
        var shuffled = embedder.Embed([.. order.Select(i => texts[i])]);

        for (var i = 0; i < order.Length; i++)
        {
            VectorAssert.Near(alone[order[i]], shuffled[i]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_long_text_is_the_mean_of_its_windows(bool normalize)
    {
        const int Words = 130;
        const int Overlap = 10;
        var words = WordList(Words);
        using var embedder = fixture.CreateEmbedder(new() { ChunkOverlap = Overlap, Normalize = normalize });

        // Windows of 46 words that share 10 and cover 130: four, spread evenly over the 84 words that one window leaves.
        int[] starts = [0, 28, 56, 84];
        var expected = new float[embedder.Dimensions];
        foreach (var start in starts)
        {
            TensorPrimitives.Add(expected, embedder.Embed(string.Join(' ', words[start..(start + Capacity)])), expected);
        }

        TensorPrimitives.Divide(expected, normalize ? TensorPrimitives.Norm(expected) : starts.Length, expected);

        VectorAssert.Near(expected, embedder.Embed(string.Join(' ', words)));
        Assert.Equal(1, embedder.Statistics.ChunkedTexts);
    }

    [Fact]
    public void A_truncated_text_is_its_beginning_and_a_warning_counts_it()
    {
        using var logger = new CollectingLogger();
        using var embedder = fixture.CreateEmbedder(new() { LongText = LongTextHandling.Truncate, LoggerFactory = logger });
        var words = WordList(100);

        var vectors = embedder.Embed([string.Join(' ', words), Text(5)]);

        VectorAssert.Near(fixture.Embedder.Embed(string.Join(' ', words[..Capacity])), vectors[0]);
        Assert.Equal(1, embedder.Statistics.TruncatedTexts);
        var warning = Assert.Single(logger.Entries, entry => entry.Level == LogLevel.Warning);
        Assert.Contains("1 of 2 texts", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_text_can_be_refused_by_index_without_quoting_it()
    {
        using var embedder = fixture.CreateEmbedder(new() { LongText = LongTextHandling.Throw });

        var exception = Assert.Throws<ArgumentException>(() => embedder.Embed([Text(3), Text(Capacity), Text(Capacity + 1)]));

        Assert.Contains("Text 2 has 49 tokens", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(WordList(Capacity + 1)[0], exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n\u00A0")]
    public void A_text_without_content_has_the_vector_of_the_special_tokens(string? text)
    {
        var vector = fixture.Embedder.Embed(text);

        Assert.All(vector, component => Assert.True(float.IsFinite(component)));
        Assert.NotEqual(0, TensorPrimitives.Norm(vector));
        VectorAssert.Near(fixture.Embedder.Embed(""), vector, tolerance: 0);
    }

    [Fact]
    public void A_text_of_a_megabyte_and_lone_surrogates_have_finite_vectors()
    {
        var vectors = fixture.Embedder.Embed([Text(150_000), "lungs \uD800 clear \uDC00", new string('x', 1 << 20), "\0\u0001"]);

        Assert.All(vectors, vector => Assert.All(vector, component => Assert.True(float.IsFinite(component))));
    }

    [Fact]
    public void A_prompt_is_put_before_each_text()
    {
        using var embedder = fixture.CreateEmbedder(new() { Prompt = "normal heart: " });

        VectorAssert.Near(fixture.Embedder.Embed("normal heart: small effusion"), embedder.Embed("small effusion"));
        VectorAssert.Near(fixture.Embedder.Embed("normal heart: "), embedder.Embed((string?)null));
    }

    [Fact]
    public void An_unknown_prompt_is_named()
    {
        var exception = Assert.Throws<ArgumentException>(() => fixture.CreateEmbedder(new() { PromptName = "query" }));

        Assert.Contains("'query'", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => fixture.CreateEmbedder(new() { PromptName = "query", Prompt = "x" }));
    }

    [Fact]
    public void Fewer_dimensions_are_the_first_ones_normalised_again()
    {
        using var full = fixture.CreateEmbedder(new() { Normalize = false });
        using var cut = fixture.CreateEmbedder(new() { Normalize = true, Dimensions = 5 });
        var expected = full.Embed(Text(9))[..5];
        TensorPrimitives.Divide(expected, TensorPrimitives.Norm(expected), expected);

        Assert.Equal(5, cut.Dimensions);
        VectorAssert.Near(expected, cut.Embed(Text(9)));
    }

    [Theory]
    [InlineData(PoolingMode.Mean)]
    [InlineData(PoolingMode.Cls)]
    [InlineData(PoolingMode.Max)]
    [InlineData(PoolingMode.LastToken)]
    [InlineData(PoolingMode.WeightedMean)]
    public void Every_pooling_ignores_padding(PoolingMode pooling)
    {
        using var embedder = fixture.CreateEmbedder(new() { Pooling = pooling });
        string[] texts = [Text(3), Text(40), ""];
        var alone = texts.Select(embedder.Embed).ToArray();

        var together = embedder.Embed(texts);

        for (var i = 0; i < texts.Length; i++)
        {
            VectorAssert.Near(alone[i], together[i]);
        }
    }

    [Fact]
    public void Int8_stays_close_to_float32()
    {
        // Wider than the other tests' model: rounding errors average out over a layer's inputs.
        using var folder = new TemporaryFolder();
        var model = LanguageModel.FromPretrained(TinyBert.Create(folder.File("wide"), hidden: 128));
        using var full = new TextEmbedder(model, new() { Device = DevicePreference.Cpu });
        using var quantised = new TextEmbedder(model, new() { Device = DevicePreference.Cpu, Precision = WeightPrecision.Int8 });

        for (var words = 1; words < 40; words += 6)
        {
            var cosine = TensorPrimitives.CosineSimilarity<float>(full.Embed(Text(words)), quantised.Embed(Text(words)));
            Assert.True(cosine > 0.99f, $"cosine {cosine} for {words} words");
        }
    }

    [Fact]
    public void Work_is_cancelled_between_batches()
    {
        using var source = new CancellationTokenSource();
        using var embedder = fixture.CreateEmbedder(new() { TokenBudget = 8 });
        var progress = new CallbackProgress(_ => source.Cancel());

        Assert.Throws<OperationCanceledException>(
            () => embedder.Embed(Enumerable.Repeat(Text(40), 20_000).ToArray(), progress, source.Token));
        Assert.Throws<OperationCanceledException>(() => embedder.Embed([Text(4)], null, source.Token));

        // The embedder is as good as new afterwards.
        VectorAssert.Near(fixture.Embedder.Embed(Text(7)), embedder.Embed(Text(7)));
    }

    [Fact]
    public void Progress_ends_with_all_texts()
    {
        var reports = new List<EmbeddingProgress>();

        fixture.Embedder.Embed([.. Enumerable.Range(0, 9000).Select(i => Text(i % 40, i))], new CallbackProgress(reports.Add));

        Assert.Equal(9000, reports[^1].CompletedTexts);
        Assert.All(reports, report => Assert.Equal(9000, report.TotalTexts));
        Assert.Equal(reports.Select(report => report.CompletedTexts).Order(), reports.Select(report => report.CompletedTexts));
    }

    [Fact]
    public void Many_threads_get_the_vectors_that_one_gets()
    {
        var texts = Enumerable.Range(0, 200).Select(i => Text(i % 60, i)).ToArray();
        var expected = fixture.Embedder.Embed(texts);

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, caller =>
        {
            for (var i = caller; i < texts.Length; i += 4)
            {
                VectorAssert.Near(expected[i], fixture.Embedder.Embed(texts[i]));
            }
        });
    }

    [Fact]
    public void A_stream_is_read_only_as_far_as_the_look_ahead()
    {
        var read = 0;
        IEnumerable<string?> Texts()
        {
            while (true)
            {
                read++;
                yield return Text(read % 30, read);
            }
        }

        var vectors = fixture.Embedder.EmbedStream(Texts(), lookAhead: 10).Take(25).ToArray();

        Assert.Equal(30, read);
        VectorAssert.Near(fixture.Embedder.Embed(Text(25, 25)), vectors[24]);
    }

    [Fact]
    public void Steady_state_allocates_next_to_nothing()
    {
        var texts = Enumerable.Range(0, 400).Select(i => Text(i % 40, i)).ToArray();
        var destination = new float[texts.Length * fixture.Embedder.Dimensions];
        using var embedder = fixture.CreateEmbedder(new() { IntraOpThreads = 1 });

        // The steady state begins when buffers have grown and the runtime has compiled the code for good, in the background.
        var perText = double.MaxValue;
        for (var round = 0; round < 100 && perText >= 50; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            embedder.Embed(texts, destination);
            perText = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)texts.Length;
        }

        Assert.True(perText < 50, $"{perText:F1} bytes for each text");
    }

    [Fact]
    public async Task A_disposed_embedder_refuses_and_a_running_call_finishes()
    {
        var embedder = fixture.CreateEmbedder(new() { TokenBudget = 64 });
        using var started = new ManualResetEventSlim();
        var texts = Enumerable.Range(0, 30_000).Select(i => Text(30, i)).ToArray();
        var running = Task.Run(() => embedder.Embed(texts, new CallbackProgress(_ => started.Set())));
        started.Wait(TimeSpan.FromMinutes(1));

        embedder.Dispose();
        embedder.Dispose();

        Assert.Throws<ObjectDisposedException>(() => embedder.Embed("lungs"));
        Assert.Equal(texts.Length, (await running).Length);
    }

    [Fact]
    public void A_destination_of_the_wrong_size_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => fixture.Embedder.Embed(["a", "b"], new float[17]));

        Assert.Contains("32 numbers, not 17", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_an_embedding_generator()
    {
        IEmbeddingGenerator<string, Embedding<float>> generator = fixture.Embedder;

        var embeddings = await generator.GenerateAsync(["lungs clear", "effusion"]);

        Assert.Equal(2, embeddings.Count);
        VectorAssert.Near(fixture.Embedder.Embed("effusion"), embeddings[1].Vector.Span);
        Assert.Equal(4 + 3, embeddings.Usage?.InputTokenCount);
        Assert.Equal(16, generator.GetService<EmbeddingGeneratorMetadata>()?.DefaultModelDimensions);
        Assert.Same(fixture.Model, generator.GetService<LanguageModel>());
        await Assert.ThrowsAsync<NotSupportedException>(
            () => generator.GenerateAsync(["x"], new EmbeddingGenerationOptions { Dimensions = 3 }));
    }

    [Fact]
    public void The_device_and_its_reason_are_visible()
    {
        using var embedder = new TextEmbedder(fixture.Model);
        using var cpu = fixture.CreateEmbedder(new());

        Assert.NotEmpty(embedder.Device.Reason);
        Assert.Equal("CPU (asked for)", cpu.Device.ToString());
    }

    [Fact]
    public void Cuda_that_cannot_be_used_is_refused_with_the_reason()
    {
        using (var automatic = new TextEmbedder(fixture.Model))
        {
            Assert.SkipWhen(automatic.Device.Kind == DeviceKind.Cuda, "CUDA can be used on this machine.");
        }

        var exception = Assert.Throws<InvalidOperationException>(
            () => new TextEmbedder(fixture.Model, new TextEmbedderOptions { Device = DevicePreference.Cuda }));

        Assert.Contains("cannot be used: ", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<TextEmbedderOptions, string> BadOptions => new()
    {
        { new() { MaximumLength = 2 }, nameof(TextEmbedderOptions.MaximumLength) },
        { new() { MaximumLength = 49 }, nameof(TextEmbedderOptions.MaximumLength) },
        { new() { ChunkOverlap = -1 }, nameof(TextEmbedderOptions.ChunkOverlap) },
        { new() { TokenBudget = 0 }, nameof(TextEmbedderOptions.TokenBudget) },
        { new() { MaximumBatchSize = 0 }, nameof(TextEmbedderOptions.MaximumBatchSize) },
        { new() { Dimensions = 0 }, nameof(TextEmbedderOptions.Dimensions) },
        { new() { DeviceId = -1 }, nameof(TextEmbedderOptions.DeviceId) },
        { new() { IntraOpThreads = 0 }, nameof(TextEmbedderOptions.IntraOpThreads) },
        { new() { LongText = (LongTextHandling)9 }, nameof(TextEmbedderOptions.LongText) },
    };

    [Theory]
    [MemberData(nameof(BadOptions), DisableDiscoveryEnumeration = true)]
    public void A_bad_option_is_named(TextEmbedderOptions options, string name)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(() => fixture.CreateEmbedder(options));

        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
    }

    private sealed class CallbackProgress(Action<EmbeddingProgress> callback) : IProgress<EmbeddingProgress>
    {
        public void Report(EmbeddingProgress value) => callback(value);
    }
}
