using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Tests.Support;

namespace MLNet.LlmExtensions.Tests.Heads;

public sealed class LinearProbeTests
{
    private static readonly MLContext Ml = new(1);

    [Fact]
    public void It_finds_classes_that_a_plane_divides()
    {
        var data = Keyed(Clouds.Create(200, classes: 4, dimensions: 10));
        var probe = Ml.MulticlassClassification.Trainers.LinearProbe().Fit(data);
        var metrics = Ml.MulticlassClassification.Evaluate(probe.Transform(data));
        Assert.True(metrics.MacroAccuracy > 0.9, $"{metrics.MacroAccuracy}");
        Assert.Equal("Features", probe.FeatureColumnName);
        Assert.Contains(probe.Selection.Scores, score => score.L2Regularization == probe.Selection.L2Regularization);
        Assert.Equal(probe.Selection.Scores.Min(score => score.LogLoss), probe.Selection.Scores.Single(score => score.L2Regularization == probe.Selection.L2Regularization).LogLoss);
    }

    [Fact]
    public void The_strength_grows_with_the_noise()
    {
        var clean = Ml.BinaryClassification.Trainers.LinearProbe("IsFirst").Fit(Clouds.View(Clouds.Create(300, 2, 30, spread: 0.2f)));
        var noise = Ml.BinaryClassification.Trainers.LinearProbe("IsFirst").Fit(Clouds.View(Clouds.Create(300, 2, 30, spread: 50f)));
        Assert.True(
            noise.Selection.L2Regularization > 10 * clean.Selection.L2Regularization,
            $"{noise.Selection.L2Regularization} and {clean.Selection.L2Regularization}");
    }

    [Fact]
    public void Features_need_not_be_of_one_scale()
    {
        // One component is a million times the others, one a millionth, one is constant.
        var rows = Clouds.Create(200, 3, 12);
        foreach (var row in rows)
        {
            row.Features[0] *= 1e6f;
            row.Features[1] *= 1e-6f;
            row.Features[2] = 5;
        }

        var data = Keyed(rows);
        var metrics = Ml.MulticlassClassification.Evaluate(Ml.MulticlassClassification.Trainers.LinearProbe().Fit(data).Transform(data));
        Assert.True(metrics.MacroAccuracy > 0.9, $"{metrics.MacroAccuracy}");
        Assert.True(double.IsFinite(metrics.LogLoss));
    }

    [Fact]
    public void The_same_seed_gives_the_same_probe()
    {
        var data = Keyed(Clouds.Create(100, 3, 8, spread: 2));
        var first = Ml.MulticlassClassification.Trainers.LinearProbe().Fit(data);
        var second = Ml.MulticlassClassification.Trainers.LinearProbe(new LinearProbeOptions { MaximumThreads = 1 }).Fit(data);
        Assert.Equal(first.Selection.L2Regularization, second.Selection.L2Regularization);
        Assert.Equal(first.Selection.Scores, second.Selection.Scores);
        Assert.Equal(first.Transform(data).GetColumn<float[]>("Score"), second.Transform(data).GetColumn<float[]>("Score"));
    }

    [Fact]
    public void A_given_strength_is_taken_without_a_choice()
    {
        var probe = Ml.MulticlassClassification.Trainers.LinearProbe(new LinearProbeOptions { L2Regularization = 3 })
            .Fit(Keyed(Clouds.Create(60, 3, 5)));
        Assert.Equal(3, probe.Selection.L2Regularization);
        Assert.Empty(probe.Selection.Scores);
    }

    [Fact]
    public void It_is_ML_NETs_own_regression_on_its_own_standardised_features()
    {
        var data = Keyed(Clouds.Create(100, 3, 6, spread: 2));
        var probe = Ml.MulticlassClassification.Trainers.LinearProbe(
            new LinearProbeOptions { L2Regularization = 5, ClassWeighting = ClassWeighting.None }).Fit(data);
        var byHand = Ml.Transforms.NormalizeMeanVariance("Features", fixZero: false)
            .Append(Ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0, l2Regularization: 5))
            .Fit(data);
        foreach (var (one, other) in probe.Transform(data).GetColumn<float[]>("Score").Zip(byHand.Transform(data).GetColumn<float[]>("Score")))
        {
            VectorAssert.Near(one, other, 5e-3f);
        }
    }

    [Fact]
    public void Weights_find_the_rare_class_more_often()
    {
        var rows = Clouds.Create(600, 2, 6, spread: 3).Where((row, i) => row.Label == "c0" || i % 20 == 1).ToArray();
        var data = Keyed(rows);
        var recalls = ((ClassWeighting[])[ClassWeighting.None, ClassWeighting.SquareRoot, ClassWeighting.Balanced])
            .Select(weighting => Recall(new LinearProbeOptions { L2Regularization = 10, ClassWeighting = weighting }))
            .ToArray();
        Assert.Equal(recalls.Order(), recalls);
        Assert.True(recalls[0] < recalls[1] && recalls[1] < recalls[2], string.Join(' ', recalls));

        double Recall(LinearProbeOptions options) =>
            Ml.MulticlassClassification.Evaluate(Ml.MulticlassClassification.Trainers.LinearProbe(options).Fit(data).Transform(data))
                .ConfusionMatrix.PerClassRecall[1];
    }

    [Fact]
    public void The_training_data_is_read_once()
    {
        var rows = Clouds.Create(100, 3, 5);
        var reads = 0;
        var data = Keyed(Ml.Data.LoadFromEnumerable(Count(), Clouds.Schema(5)));
        reads = 0;
        _ = Ml.MulticlassClassification.Trainers.LinearProbe().Fit(data);
        Assert.Equal(1, reads);

        IEnumerable<Cloud> Count()
        {
            reads++;
            foreach (var row in rows)
            {
                yield return row;
            }
        }
    }

    [Fact]
    public void Save_and_load_give_the_same_predictions()
    {
        using var folder = new TemporaryFolder();
        var rows = Clouds.Create(100, 3, 5, spread: 2);
        var data = Keyed(rows);
        foreach (var probe in (ITransformer[])[
            Ml.MulticlassClassification.Trainers.LinearProbe().Fit(data), Ml.BinaryClassification.Trainers.LinearProbe("IsFirst").Fit(data)])
        {
            var path = folder.File("probe.zip");
            Ml.Model.Save(probe, data.Schema, path);
            var loaded = Ml.Model.Load(path, out _).Transform(data);
            var before = probe.Transform(data);
            if (before.Schema.GetColumnOrNull("Probability") is null)
            {
                Assert.Equal(before.GetColumn<float[]>("Score"), loaded.GetColumn<float[]>("Score"));
            }
            else
            {
                Assert.Equal(before.GetColumn<float>("Probability"), loaded.GetColumn<float>("Probability"));
            }

            Assert.DoesNotContain(loaded.Schema, column => column.Name.StartsWith("__", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Predictions_carry_the_names_of_the_classes()
    {
        var data = Keyed(Clouds.Create(60, 3, 5));
        var scored = Ml.MulticlassClassification.Trainers.LinearProbe().Append(Ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data).Transform(data);
        Assert.Equal(["c0", "c1", "c2"], scored.GetColumn<string>("PredictedLabel").Distinct().Order());
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        scored.Schema["Score"].GetSlotNames(ref names);
        Assert.Equal(["c0", "c1", "c2"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void A_class_with_one_row_does_no_harm()
    {
        var rows = Clouds.Create(90, 3, 5).Append(new Cloud { Label = "rare", Features = [9, 9, 9, 9, 9] }).ToArray();
        var data = Keyed(rows);
        var probe = Ml.MulticlassClassification.Trainers.LinearProbe().Fit(data);
        Assert.All(probe.Selection.Scores, score => Assert.True(double.IsFinite(score.LogLoss)));
        Assert.True(Ml.MulticlassClassification.Evaluate(probe.Transform(data)).MicroAccuracy > 0.9);
    }

    [Fact]
    public void A_handful_of_rows_is_enough()
    {
        var data = Keyed([new Cloud { Label = "a", Features = [1, 0] }, new Cloud { Label = "b", Features = [0, 1] }]);
        var probe = Ml.MulticlassClassification.Trainers.LinearProbe().Fit(data);
        Assert.Empty(probe.Selection.Scores);
        Assert.Equal(1, Ml.MulticlassClassification.Evaluate(probe.Transform(data)).MicroAccuracy);
    }

    [Fact]
    public void Rows_without_a_label_are_left_out()
    {
        var rows = Clouds.Create(60, 2, 4);
        var map = Ml.Transforms.Conversion.MapValueToKey("Label").Fit(Clouds.View([.. rows.Where(row => row.Label == "c0" || row.Label == "c1")]));
        var unlabelled = rows.Append(new Cloud { Label = "unknown", Features = [float.NaN, 0, 0, 0] }).ToArray();
        var probe = Ml.MulticlassClassification.Trainers.LinearProbe().Fit(map.Transform(Clouds.View(unlabelled)));
        Assert.True(Ml.MulticlassClassification.Evaluate(probe.Transform(map.Transform(Clouds.View(rows)))).MicroAccuracy > 0.9);
    }

    [Fact]
    public void A_label_that_is_not_a_key_is_refused_with_advice()
    {
        var data = Clouds.View(Clouds.Create(30, 3, 4));
        var probe = Ml.MulticlassClassification.Trainers.LinearProbe();
        Assert.Contains("MapValueToKey", Assert.Throws<ArgumentOutOfRangeException>(() => probe.Fit(data)).Message, StringComparison.Ordinal);
        var pipeline = Ml.Transforms.CopyColumns("Copy", "Label").Append(probe);
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.Fit(data));
        Assert.Contains("'Label'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("MapValueToKey", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_binary_label_that_is_not_Boolean_is_refused()
    {
        var data = Clouds.View(Clouds.Create(30, 2, 4));
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Ml.BinaryClassification.Trainers.LinearProbe().Fit(data));
        Assert.Contains("'Label'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Boolean", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Features_that_are_no_vector_or_missing_are_refused()
    {
        var data = Keyed(Clouds.Create(30, 2, 4));
        Assert.Contains(
            "vector of Single",
            Assert.Throws<ArgumentOutOfRangeException>(() => Ml.MulticlassClassification.Trainers.LinearProbe("Label", "IsFirst").Fit(data)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "'Absent'",
            Assert.Throws<ArgumentOutOfRangeException>(() => Ml.MulticlassClassification.Trainers.LinearProbe("Label", "Absent").Fit(data)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "'Absent'",
            Assert.Throws<ArgumentOutOfRangeException>(() => Ml.MulticlassClassification.Trainers.LinearProbe("Absent").Fit(data)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_feature_that_is_not_finite_is_refused_with_its_row_and_column(float value)
    {
        var rows = Clouds.Create(30, 2, 4);
        rows[17].Features[2] = value;
        var exception = Assert.Throws<InvalidDataException>(() => Ml.MulticlassClassification.Trainers.LinearProbe().Fit(Keyed(rows)));
        Assert.Contains("row 17", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'Features'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_class_only_is_refused()
    {
        var rows = Clouds.Create(60, 2, 4).Where(row => row.Label == "c0").ToArray();
        Assert.Contains(
            "two classes",
            Assert.Throws<InvalidDataException>(() => Ml.MulticlassClassification.Trainers.LinearProbe().Fit(Keyed(rows))).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Ml.BinaryClassification.Trainers.LinearProbe("IsFirst").Fit(Clouds.View(rows)));
        Assert.Throws<InvalidDataException>(() => Ml.BinaryClassification.Trainers.LinearProbe("IsFirst").Fit(Clouds.View([], 4)));
    }

    [Fact]
    public void Training_can_be_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var probe = Ml.MulticlassClassification.Trainers.LinearProbe(new LinearProbeOptions { CancellationToken = cancelled.Token });
        Assert.ThrowsAny<OperationCanceledException>(() => probe.Fit(Keyed(Clouds.Create(30, 2, 4))));
    }

    [Fact]
    public void Options_that_cannot_be_used_are_named()
    {
        Check(new LinearProbeOptions { LabelColumnName = "" }, "LabelColumnName");
        Check(new LinearProbeOptions { FeatureColumnName = "" }, "FeatureColumnName");
        Check(new LinearProbeOptions { L2Regularization = -1 }, "L2Regularization");
        Check(new LinearProbeOptions { L2Regularization = float.NaN }, "L2Regularization");
        Check(new LinearProbeOptions { L2Candidates = [] }, "L2Candidates");
        Check(new LinearProbeOptions { L2Candidates = [2, 1] }, "L2Candidates");
        Check(new LinearProbeOptions { Folds = 1 }, "Folds");
        Check(new LinearProbeOptions { MaximumIterations = 0 }, "MaximumIterations");
        Check(new LinearProbeOptions { MaximumThreads = 0 }, "MaximumThreads");
        Check(new LinearProbeOptions { ClassWeighting = (ClassWeighting)7 }, "ClassWeighting");

        static void Check(LinearProbeOptions options, string name) => Assert.Contains(
            name, Assert.Throws<ArgumentException>(() => Ml.MulticlassClassification.Trainers.LinearProbe(options)).Message, StringComparison.Ordinal);
    }

    private static IDataView Keyed(Cloud[] rows) => Keyed(Clouds.View(rows));

    private static IDataView Keyed(IDataView data) => Ml.Transforms.Conversion
        .MapValueToKey("Label", keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(data).Transform(data);
}
