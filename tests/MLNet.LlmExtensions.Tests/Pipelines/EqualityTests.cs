using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Tests.Support;

namespace MLNet.LlmExtensions.Tests.Pipelines;

/// <summary>The same text has the same vector wherever it stands.</summary>
public sealed class EqualityTests(ReportModel fixture) : IClassFixture<ReportModel>
{
    private static readonly MLContext Ml = new(1);

    private static readonly string?[] Odd =
    [
        null, "", " ", "\t\r\n", "\u00a0", "lungs", "Lungs are clear. " + new string('x', 300), "\ud800", "clear \udc00 lungs", "\0", "😀 lungs",
        string.Join(' ', Enumerable.Repeat("no acute pleural effusion", 60)),
    ];

    [Fact]
    public void Alone_in_a_shuffled_batch_and_in_a_prediction_engine()
    {
        var texts = Reports.Create(100).Select(report => report.Text).Concat(Odd).ToArray();
        using var embedder = new TextEmbedder(fixture.Model, ReportModel.OnCpu);
        var alone = texts.Select(embedder.Embed).ToArray();
        using var transformer = Fit(fixture.Options);

        var order = Enumerable.Range(0, texts.Length).ToArray();
        new Random(5).Shuffle(order);
        var shuffled = Embed(transformer, order.Select(i => texts[i]));
        for (var i = 0; i < order.Length; i++)
        {
            VectorAssert.Near(alone[order[i]], shuffled[i]);
        }

        using var engine = Ml.Model.CreatePredictionEngine<Report, Embedded>(transformer, new PredictionEngineOptions { OwnsTransformer = false });
        for (var i = 0; i < texts.Length; i++)
        {
            VectorAssert.Near(alone[i], engine.Predict(new Report { Text = texts[i] }).Features);
        }
    }

    [Fact]
    public void Null_empty_and_white_space_are_the_same_defined_text()
    {
        using var transformer = Fit(fixture.Options);
        var vectors = Embed(transformer, [null, "", "   ", "\t\r\n"]);
        Assert.All(vectors, vector => VectorAssert.Near(vectors[0], vector));
        Assert.All(vectors[0], value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void A_text_of_a_megabyte_is_embedded_whole()
    {
        var text = string.Join(' ', Enumerable.Repeat("no acute pleural effusion or pneumothorax.", 25_000));
        Assert.True(text.Length > 1_000_000);
        using var transformer = Fit(fixture.Options);
        var vectors = Embed(transformer, ["clear", text, "normal"]);
        using var embedder = new TextEmbedder(fixture.Model, ReportModel.OnCpu);
        VectorAssert.Near(embedder.Embed(text), vectors[1]);
        VectorAssert.Near(embedder.Embed("normal"), vectors[2]);
    }

    [Fact]
    public void Options_of_the_embedder_reach_it()
    {
        var options = fixture.Options with
        {
            OutputColumnName = "Out",
            Embedder = ReportModel.OnCpu with { Normalize = true, Pooling = Models.PoolingMode.Cls, Dimensions = 7 },
        };
        using var transformer = Fit(options);
        using var embedder = new TextEmbedder(fixture.Model, options.Embedder);
        var data = transformer.Transform(Ml.Data.LoadFromEnumerable(Reports.Create(5)));
        Assert.Equal(7, transformer.Dimensions);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 7), data.Schema["Out"].Type);
        foreach (var (report, vector) in Reports.Create(5).Zip(data.GetColumn<float[]>("Out")))
        {
            VectorAssert.Near(embedder.Embed(report.Text), vector);
            Assert.Equal(1, vector.Sum(value => value * value), 1e-5);
        }
    }

    [Fact]
    public void Threads_that_transform_at_once_get_their_own_rows()
    {
        using var transformer = Fit(fixture.Options);
        var sets = Enumerable.Range(0, 4).Select(seed => Reports.Create(60, seed).Select(report => report.Text).ToArray()).ToArray();
        var expected = sets.Select(texts => Embed(transformer, texts)).ToArray();
        var actual = new float[4][][];
        _ = Parallel.For(0, 4, i => actual[i] = Embed(transformer, sets[i]));
        for (var i = 0; i < 4; i++)
        {
            foreach (var (one, other) in expected[i].Zip(actual[i]))
            {
                VectorAssert.Near(one, other);
            }
        }
    }

    [Fact]
    public void Transformers_of_one_model_and_equal_options_share_an_embedder_until_the_last_is_disposed()
    {
        var first = Fit(fixture.Options);
        var second = Fit(fixture.Options with { OutputColumnName = "Other", LookAheadRows = 3 });
        using var different = Fit(fixture.Options with { Embedder = ReportModel.OnCpu with { Dimensions = 3 } });
        var embedder = first.Embedder;
        Assert.Same(embedder, second.Embedder);
        Assert.NotSame(embedder, different.Embedder);
        first.Dispose();
        Assert.Equal(20, embedder.Embed("lungs").Length);
        second.Dispose();
        Assert.Throws<ObjectDisposedException>(() => embedder.Embed("lungs"));
        using var third = Fit(fixture.Options);
        Assert.Equal(20, third.Embedder.Embed("lungs").Length);
    }

    private LlmEmbeddingTransformer Fit(LlmEmbeddingOptions options) =>
        Ml.Transforms.Text.LlmEmbedding(fixture.Model, options).Fit(Ml.Data.LoadFromEnumerable(Reports.Create(1)));

    private static float[][] Embed(LlmEmbeddingTransformer transformer, IEnumerable<string?> texts) =>
        [.. transformer.Transform(Ml.Data.LoadFromEnumerable(texts.Select(text => new Report { Text = text }))).GetColumn<float[]>("Features")];

    private sealed class Embedded
    {
        public float[] Features { get; set; } = [];
    }
}
