using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Tests.Support;

namespace MLNet.LlmExtensions.Tests.Pipelines;

/// <summary>ML.NET's own heads behind the embedding.</summary>
public sealed class HeadTests(ReportModel fixture) : IClassFixture<ReportModel>
{
    private static readonly MLContext Ml = new(1);
    private static readonly IDataView Data = Ml.Data.LoadFromEnumerable(Reports.Create(120));

    public static TheoryData<string> MulticlassHeads { get; } = ["LbfgsMaximumEntropy", "SdcaMaximumEntropy", "LinearProbe"];

    private IEstimator<ITransformer> Embedding => Ml.Transforms.Text.LlmEmbedding(fixture.Model, fixture.Options);

    [Theory]
    [MemberData(nameof(MulticlassHeads))]
    public void Multiclass_with_the_label_mapped_before(string head)
    {
        var pipeline = Ml.Transforms.Conversion.MapValueToKey("Label").Append(Embedding).Append(Head(head));
        var metrics = Ml.MulticlassClassification.Evaluate(pipeline.Fit(Data).Transform(Data));
        Assert.True(metrics.MacroAccuracy > 0.9, $"{metrics.MacroAccuracy}");
    }

    [Theory]
    [MemberData(nameof(MulticlassHeads))]
    public void Multiclass_with_the_label_mapped_after(string head)
    {
        var pipeline = Embedding.Append(Ml.Transforms.Conversion.MapValueToKey("Label")).Append(Head(head));
        var metrics = Ml.MulticlassClassification.Evaluate(pipeline.Fit(Data).Transform(Data));
        Assert.True(metrics.MacroAccuracy > 0.9, $"{metrics.MacroAccuracy}");
    }

    [Theory]
    [MemberData(nameof(MulticlassHeads))]
    public void Cross_validation(string head)
    {
        var keyed = Ml.Transforms.Conversion.MapValueToKey("Label").Fit(Data).Transform(Data);
        var results = Ml.MulticlassClassification.CrossValidate(keyed, Embedding.Append(Head(head)), numberOfFolds: 3);
        Assert.Equal(3, results.Count);
        Assert.All(results, result => Assert.True(result.Metrics.MicroAccuracy > 0.8, $"{result.Metrics.MicroAccuracy}"));
    }

    [Fact]
    public void Cross_validation_with_the_label_mapped_inside()
    {
        var pipeline = Ml.Transforms.Conversion.MapValueToKey("Label").Append(Embedding).Append(Head("LbfgsMaximumEntropy"));
        var results = Ml.MulticlassClassification.CrossValidate(Data, pipeline, numberOfFolds: 3);
        Assert.All(results, result => Assert.True(result.Metrics.MicroAccuracy > 0.8, $"{result.Metrics.MicroAccuracy}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Binary_through_a_split(bool probe)
    {
        var split = Ml.Data.TrainTestSplit(Data, 0.3, seed: 1);
        var pipeline = probe
            ? Embedding.Append((IEstimator<ITransformer>)Ml.BinaryClassification.Trainers.LinearProbe("IsAbnormal"))
            : Embedding.Append((IEstimator<ITransformer>)Ml.BinaryClassification.Trainers.LbfgsLogisticRegression("IsAbnormal"));
        var metrics = Ml.BinaryClassification.Evaluate(pipeline.Fit(split.TrainSet).Transform(split.TestSet), "IsAbnormal");
        Assert.True(metrics.Accuracy > 0.85, $"{metrics.Accuracy}");
        Assert.True(metrics.AreaUnderRocCurve > 0.9, $"{metrics.AreaUnderRocCurve}");
    }

    [Fact]
    public void Binary_cross_validation()
    {
        var results = Ml.BinaryClassification.CrossValidate(
            Data, Embedding.Append(Ml.BinaryClassification.Trainers.LinearProbe("IsAbnormal")), 3, "IsAbnormal");
        Assert.All(results, result => Assert.True(result.Metrics.Accuracy > 0.8, $"{result.Metrics.Accuracy}"));
    }

    [Fact]
    public void A_split_of_embedded_data_keeps_rows_together()
    {
        var embedded = Embedding.Fit(Data).Transform(Data);
        var split = Ml.Data.TrainTestSplit(embedded, 0.4, seed: 3);
        var whole = embedded.GetColumn<float>("Number").Zip(embedded.GetColumn<float[]>("Features")).ToDictionary(pair => pair.First, pair => pair.Second);
        var seen = 0;
        foreach (var part in (IDataView[])[split.TrainSet, split.TestSet])
        {
            foreach (var (number, vector) in part.GetColumn<float>("Number").Zip(part.GetColumn<float[]>("Features")))
            {
                VectorAssert.Near(whole[number], vector);
                seen++;
            }
        }

        Assert.Equal(120, seen);
    }

    [Fact]
    public void A_label_of_numbers_and_a_key_pass_through_training()
    {
        // The embedding is read by a cache that asks for all columns: the key and the numbers must come through it.
        var pipeline = Ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(Embedding)
            .AppendCacheCheckpoint(Ml)
            .Append(Head("SdcaMaximumEntropy"))
            .Append(Ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        var scored = pipeline.Fit(Data).Transform(Data);
        Assert.Equal(Enumerable.Range(0, 120).Select(i => (float)i), scored.GetColumn<float>("Number"));
        Assert.Equal(Reports.Create(120).Select(report => report.Label).Take(3), scored.GetColumn<string>("PredictedLabel").Take(3));
    }

    [Fact]
    public void A_prediction_engine_over_a_whole_pipeline()
    {
        var pipeline = Ml.Transforms.Conversion.MapValueToKey("Label").Append(Embedding).Append(Head("LinearProbe"))
            .Append(Ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        var model = pipeline.Fit(Data);
        var expected = model.Transform(Data).GetColumn<float[]>("Score").ToArray();
        using var engine = Ml.Model.CreatePredictionEngine<Report, Prediction>(model);
        var reports = Reports.Create(120);
        for (var i = 0; i < reports.Length; i++)
        {
            var prediction = engine.Predict(reports[i]);
            VectorAssert.Near(expected[i], prediction.Score, 1e-4f);
        }

        Assert.Equal("effusion", engine.Predict(new Report { Text = "large pleural effusion left" }).PredictedLabel);
    }

    [Fact]
    public void Two_embeddings_are_joined()
    {
        var pipeline = Ml.Transforms.Text.LlmEmbedding(fixture.Model, fixture.Options with { OutputColumnName = "A" })
            .Append(Ml.Transforms.Text.LlmEmbedding(
                fixture.Model, fixture.Options with { OutputColumnName = "B", Embedder = ReportModel.OnCpu with { Layer = 1 } }))
            .Append(Ml.Transforms.Concatenate("Features", "A", "B"))
            .Append(Ml.BinaryClassification.Trainers.LinearProbe("IsAbnormal"));
        var scored = pipeline.Fit(Data).Transform(Data);
        Assert.Equal(40, ((VectorDataViewType)scored.Schema["Features"].Type).Size);
        Assert.True(Ml.BinaryClassification.Evaluate(scored, "IsAbnormal").Accuracy > 0.9);
    }

    private static IEstimator<ITransformer> Head(string name) => name switch
    {
        "LbfgsMaximumEntropy" => Ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0),
        "SdcaMaximumEntropy" => Ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(maximumNumberOfIterations: 20),
        _ => Ml.MulticlassClassification.Trainers.LinearProbe(),
    };
}
