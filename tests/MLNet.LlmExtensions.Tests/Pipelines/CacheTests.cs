using Microsoft.ML;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Tests.Support;

namespace MLNet.LlmExtensions.Tests.Pipelines;

/// <summary>The cache of vectors under whole pipelines, which read their data many times.</summary>
public sealed class CacheTests(ReportModel fixture) : IClassFixture<ReportModel>
{
    private static readonly MLContext Ml = new(1);
    private static readonly IDataView Data = Ml.Data.LoadFromEnumerable(Reports.Create(120));
    private static readonly int DistinctTexts = Reports.Create(120).Select(report => report.Text ?? "").Distinct().Count();

    [Fact]
    public void Cross_validation_embeds_each_text_once()
    {
        using var cache = new EmbeddingCache();
        var keyed = Ml.Transforms.Conversion.MapValueToKey("Label").Fit(Data).Transform(Data);

        var results = Ml.MulticlassClassification.CrossValidate(
            keyed, Embedding(cache).Append(Ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy()), numberOfFolds: 3);

        Assert.Equal(3, results.Count);
        Assert.Equal(DistinctTexts, cache.Statistics.Misses);
    }

    [Fact]
    public void A_pipeline_with_a_cache_predicts_as_one_without()
    {
        using var cache = new EmbeddingCache();
        var pipeline = Ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(Embedding(cache))
            .Append(Ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
            .Append(Ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        using var engine = Ml.Model.CreatePredictionEngine<Report, Prediction>(pipeline.Fit(Data));
        var report = new Report { Text = "Large left pleural effusion." };

        var first = engine.Predict(report);
        var again = engine.Predict(report);

        Assert.Equal(first.Score, again.Score);
        Assert.Equal(DistinctTexts + 1, cache.Statistics.Misses);
        VectorAssert.Near(Scores(), first.Score!);

        float[] Scores()
        {
            var uncached = Ml.Transforms.Conversion.MapValueToKey("Label")
                .Append(Ml.Transforms.Text.LlmEmbedding(fixture.Model, fixture.Options))
                .Append(Ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
                .Append(Ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
            using var other = Ml.Model.CreatePredictionEngine<Report, Prediction>(uncached.Fit(Data));
            return other.Predict(report).Score!;
        }
    }

    private IEstimator<ITransformer> Embedding(EmbeddingCache cache) => Ml.Transforms.Text.LlmEmbedding(
        fixture.Model, fixture.Options with { Embedder = fixture.Options.Embedder with { Cache = cache } });
}
