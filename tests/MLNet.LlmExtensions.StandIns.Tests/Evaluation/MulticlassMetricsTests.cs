namespace MLNet.LlmExtensions.StandIns.Tests.Evaluation;

public sealed class MulticlassMetricsTests
{
    private static readonly MLContext ML = new(1);

    // Keys in memory count from 0. Two right of three for class 0, one of one for class 1, none of one for class 2.
    private static readonly ScoredRow[] Scored =
    [
        new() { Label = 0, Score = [0.7f, 0.2f, 0.1f] },
        new() { Label = 0, Score = [0.5f, 0.3f, 0.2f] },
        new() { Label = 0, Score = [0.1f, 0.6f, 0.3f] },
        new() { Label = 1, Score = [0.2f, 0.4f, 0.4f] },
        new() { Label = 2, Score = [0.8f, 0.15f, 0.05f] },
    ];

    [Fact]
    public void Accuracies_count_rows_and_classes()
    {
        MulticlassClassificationMetrics metrics = Evaluate(Scored);

        Assert.Equal(3 / 5.0, metrics.MicroAccuracy, 1e-12);
        Assert.Equal((2 / 3.0 + 1 + 0) / 3, metrics.MacroAccuracy, 1e-12);
    }

    [Fact]
    public void The_log_loss_is_the_mean_surprise_in_nats()
    {
        MulticlassClassificationMetrics metrics = Evaluate(Scored);

        double[] losses = [-Math.Log(0.7), -Math.Log(0.5), -Math.Log(0.1), -Math.Log(0.4), -Math.Log(0.05)];
        double entropy = -(0.6 * Math.Log(0.6) + 0.2 * Math.Log(0.2) + 0.2 * Math.Log(0.2));
        Assert.Equal(losses.Average(), metrics.LogLoss, 1e-6);
        Assert.Equal((entropy - losses.Average()) / entropy, metrics.LogLossReduction, 1e-6);
        Assert.Equal(losses[..3].Average(), metrics.PerClassLogLoss[0], 1e-6);
        Assert.Equal(losses[3], metrics.PerClassLogLoss[1], 1e-6);
        Assert.Equal(losses[4], metrics.PerClassLogLoss[2], 1e-6);
    }

    [Fact]
    public void The_confusion_matrix_has_true_classes_in_rows()
    {
        ConfusionMatrix matrix = Evaluate(Scored).ConfusionMatrix;

        Assert.Equal(3, matrix.NumberOfClasses);
        Assert.Equal([2, 1, 0], matrix.Counts[0]);
        Assert.Equal([0, 1, 0], matrix.Counts[1]);
        Assert.Equal([1, 0, 0], matrix.Counts[2]);
        Assert.Equal(2 / 3.0, matrix.PerClassPrecision[0], 1e-12);
        Assert.Equal(1 / 2.0, matrix.PerClassPrecision[1], 1e-12);
        Assert.Equal(0, matrix.PerClassPrecision[2]);
        Assert.Equal(2 / 3.0, matrix.PerClassRecall[0], 1e-12);
        Assert.Equal(1, matrix.GetCountForClassPair(predictedClassIndicatorIndex: 0, actualClassIndicatorIndex: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.GetCountForClassPair(3, 0));
    }

    [Fact]
    public void The_confusion_table_is_text_with_the_class_numbers()
    {
        string[] lines = Evaluate(Scored).ConfusionMatrix.GetFormattedConfusionTable().Split('\n', StringSplitOptions.TrimEntries);

        Assert.Equal(
            [
                "",
                "Confusion table",
                "||========================",
                "PREDICTED ||     0 |     1 |     2 | Recall",
                "TRUTH     ||========================",
                $"0 ||     2 |     1 |     0 | {0.6667:F4}",
                $"1 ||     0 |     1 |     0 | {1.0:F4}",
                $"2 ||     1 |     0 |     0 | {0.0:F4}",
                "||========================",
                $"Precision ||{0.6667:F4} |{0.5:F4} |{0.0:F4} |",
                "",
            ],
            lines);
    }

    [Fact]
    public void Long_class_names_are_numbered()
    {
        string[] names = ["normal", "pleural effusion", "x"];
        var rows = names.Select((name, i) => new NamedRow { Text = name, Features = [i == 0 ? 1 : 0, i == 1 ? 1 : 0] });
        IDataView data = ML.Data.LoadFromEnumerable(rows);
        IDataView scored = ML.Transforms.Conversion.MapValueToKey("Label", "Text")
            .Append(ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0, l2Regularization: 0.01f))
            .Fit(data).Transform(data);

        string table = ML.MulticlassClassification.Evaluate(scored).ConfusionMatrix.GetFormattedConfusionTable();

        Assert.Contains("PREDICTED           ||     0 |     1 |     2 | Recall", table, StringComparison.Ordinal);
        Assert.Contains("1. pleural effusion ||     0 |     1 |     0 |", table, StringComparison.Ordinal);
        Assert.Contains("2.                x ||     0 |     0 |     1 |", table, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_k_predictions_can_be_counted()
    {
        MulticlassClassificationMetrics metrics =
            ML.MulticlassClassification.Evaluate(ML.Data.LoadFromEnumerable(Scored), topKPredictionCount: 2);

        Assert.Equal(2, metrics.TopKPredictionCount);
        Assert.Equal(2, metrics.TopKAccuracyForAllK.Count);
        Assert.Equal(3 / 5.0, metrics.TopKAccuracyForAllK[0], 1e-12);
        Assert.Equal(3 / 5.0, metrics.TopKAccuracy, 1e-12);
        Assert.Equal(0, Evaluate(Scored).TopKAccuracy);
    }

    [Fact]
    public void Rows_without_a_label_or_a_score_do_not_count()
    {
        ScoredRow[] rows = [.. Scored, new() { Label = 9, Score = [1, 0, 0] }, new() { Label = 0, Score = [float.NaN, 0, 0] }];

        Assert.Equal(Evaluate(Scored).MicroAccuracy, Evaluate(rows).MicroAccuracy);
    }

    [Fact]
    public void A_probability_of_zero_has_a_bounded_loss()
    {
        MulticlassClassificationMetrics metrics = Evaluate([new() { Label = 1, Score = [1, 0, 0] }]);

        Assert.Equal(-Math.Log(1e-15), metrics.LogLoss, 1e-4);
    }

    [Fact]
    public void Columns_that_do_not_fit_are_refused()
    {
        IDataView data = ML.Data.LoadFromEnumerable(Scored);

        Assert.Throws<ArgumentOutOfRangeException>(() => ML.MulticlassClassification.Evaluate(data, "None"));
        Assert.Throws<ArgumentOutOfRangeException>(() => ML.MulticlassClassification.Evaluate(data, scoreColumnName: "None"));
        Assert.Throws<ArgumentOutOfRangeException>(() => ML.MulticlassClassification.Evaluate(data, predictedLabelColumnName: "None"));
        Assert.Throws<ArgumentOutOfRangeException>(() => ML.MulticlassClassification.Evaluate(data, scoreColumnName: "Label"));
        Assert.Throws<ArgumentNullException>(() => ML.MulticlassClassification.Evaluate(null!));
    }

    private static MulticlassClassificationMetrics Evaluate(ScoredRow[] rows) =>
        ML.MulticlassClassification.Evaluate(ML.Data.LoadFromEnumerable(rows));

    private sealed class NamedRow
    {
        public string Text { get; set; } = "";

        [VectorType(2)]
        public float[] Features { get; set; } = [];
    }
}
