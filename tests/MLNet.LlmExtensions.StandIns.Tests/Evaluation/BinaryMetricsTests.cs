namespace MLNet.LlmExtensions.StandIns.Tests.Evaluation;

public sealed class BinaryMetricsTests
{
    private static readonly MLContext ML = new(1);

    private static readonly BinaryRow[] Scored =
    [
        new() { Label = true, Score = 2, Probability = 0.9f, PredictedLabel = true },
        new() { Label = true, Score = 1, Probability = 0.75f, PredictedLabel = true },
        new() { Label = false, Score = 1, Probability = 0.75f, PredictedLabel = true },
        new() { Label = true, Score = -1, Probability = 0.25f },
        new() { Label = false, Score = -2, Probability = 0.1f },
    ];

    [Fact]
    public void Predictions_are_counted()
    {
        CalibratedBinaryClassificationMetrics metrics = Evaluate(Scored);

        Assert.Equal(3 / 5.0, metrics.Accuracy, 1e-12);
        Assert.Equal(2 / 3.0, metrics.PositivePrecision, 1e-12);
        Assert.Equal(2 / 3.0, metrics.PositiveRecall, 1e-12);
        Assert.Equal(1 / 2.0, metrics.NegativePrecision, 1e-12);
        Assert.Equal(1 / 2.0, metrics.NegativeRecall, 1e-12);
        Assert.Equal(2 / 3.0, metrics.F1Score, 1e-12);
        Assert.Equal([2, 1], metrics.ConfusionMatrix.Counts[0]);
        Assert.Equal([1, 1], metrics.ConfusionMatrix.Counts[1]);
    }

    [Fact]
    public void The_area_under_the_ROC_curve_counts_pairs_and_half_of_the_ties()
    {
        // Six pairs: 2 > 1, 2 > -2, 1 = 1, 1 > -2, -1 < 1, -1 > -2.
        Assert.Equal((4 + 0.5) / 6, Evaluate(Scored).AreaUnderRocCurve, 1e-12);
    }

    [Fact]
    public void The_area_under_the_precision_recall_curve_is_a_lower_estimate()
    {
        // Found after 1, 2 and 4 rows: precision 1, 1 and 3/4, which was 2/3 just before.
        Assert.Equal((1 + 1 + (2 / 3.0 + 3 / 4.0) / 2) / 3, Evaluate(Scored).AreaUnderPrecisionRecallCurve, 1e-9);
    }

    [Fact]
    public void Losses_are_in_bits()
    {
        CalibratedBinaryClassificationMetrics metrics = Evaluate(Scored);

        double loss = -(Math.Log2(0.9) + Math.Log2(0.75) + Math.Log2(0.25) + Math.Log2(0.25) + Math.Log2(0.9)) / 5;
        double entropy = -(0.6 * Math.Log2(0.6) + 0.4 * Math.Log2(0.4));
        Assert.Equal(loss, metrics.LogLoss, 1e-6);
        Assert.Equal(entropy, metrics.Entropy, 1e-9);
        Assert.Equal((entropy - loss) / entropy, metrics.LogLossReduction, 1e-6);
    }

    [Fact]
    public void Without_probabilities_the_rest_is_the_same()
    {
        BinaryClassificationMetrics metrics = ML.BinaryClassification.EvaluateNonCalibrated(ML.Data.LoadFromEnumerable(Scored));

        Assert.Equal(3 / 5.0, metrics.Accuracy, 1e-12);
        Assert.Equal(4.5 / 6, metrics.AreaUnderRocCurve, 1e-12);
    }

    [Fact]
    public void The_confusion_table_says_how_many_are_positive()
    {
        string table = Evaluate(Scored).ConfusionMatrix.GetFormattedConfusionTable();

        Assert.StartsWith($"TEST POSITIVE RATIO:\t{0.6:N4} ({3.0:F1}/({3.0:F1}+{2.0:F1}))", table, StringComparison.Ordinal);
        Assert.Contains("PREDICTED || positive | negative | Recall", table, StringComparison.Ordinal);
        Assert.Contains($" positive ||        2 |        1 | {2 / 3.0:F4}", table, StringComparison.Ordinal);
        Assert.Contains($"Precision ||   {2 / 3.0:N4} |   {0.5:N4} |", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Data_of_one_class_is_refused(bool label)
    {
        BinaryRow[] rows = [.. Scored.Where(row => row.Label == label)];

        Assert.Throws<ArgumentOutOfRangeException>(() => Evaluate(rows));
    }

    [Fact]
    public void Columns_that_do_not_fit_are_refused()
    {
        IDataView data = ML.Data.LoadFromEnumerable(Scored);

        Assert.Throws<ArgumentOutOfRangeException>(() => ML.BinaryClassification.Evaluate(data, "None"));
        Assert.Throws<ArgumentOutOfRangeException>(() => ML.BinaryClassification.Evaluate(data, scoreColumnName: "Label"));
        Assert.Throws<ArgumentOutOfRangeException>(() => ML.BinaryClassification.Evaluate(data, probabilityColumnName: "Label"));
        Assert.Throws<ArgumentOutOfRangeException>(() => ML.BinaryClassification.EvaluateNonCalibrated(data, predictedLabelColumnName: "None"));
    }

    private static CalibratedBinaryClassificationMetrics Evaluate(BinaryRow[] rows) =>
        ML.BinaryClassification.Evaluate(ML.Data.LoadFromEnumerable(rows));
}
