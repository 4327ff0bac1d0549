using MLNet.LlmExtensions.StandIns.Tests.Trainers;

namespace MLNet.LlmExtensions.StandIns.Tests.Evaluation;

public sealed class CrossValidationTests
{
    private static readonly MLContext ML = new(1);

    [Fact]
    public void Every_row_is_held_out_once()
    {
        IDataView data = Data(120);

        var results = ML.MulticlassClassification.CrossValidate(data, Pipeline(), numberOfFolds: 4, seed: 3);

        Assert.Equal([0, 1, 2, 3], results.Select(result => result.Fold));
        Assert.Equal(120, results.Sum(result => Rows.Read<uint>(result.ScoredHoldOutSet, "Label").Count));
        Assert.Equal(
            Rows.Read<float>(data, "Position").Order(),
            results.SelectMany(result => Rows.Read<float>(result.ScoredHoldOutSet, "Position")).Order());
        Assert.All(results, result => Assert.InRange(result.Metrics.MicroAccuracy, 0.4, 1));
    }

    [Fact]
    public void The_models_can_be_used()
    {
        IDataView data = Data(90);

        var results = ML.MulticlassClassification.CrossValidate(data, Pipeline(), numberOfFolds: 3);

        Assert.All(results, result => Assert.Equal(90, Rows.Read<uint>(result.Model.Transform(data), "PredictedLabel").Count));
    }

    [Fact]
    public void Rows_with_the_same_sampling_key_stay_together()
    {
        var results = ML.MulticlassClassification.CrossValidate(
            Data(120), Pipeline(), numberOfFolds: 3, samplingKeyColumnName: "Group", seed: 1);

        var groups = results.Select(result => Rows.Read<float>(result.ScoredHoldOutSet, "Group").ToHashSet()).ToArray();
        Assert.All(groups, group => Assert.All(groups, other => Assert.True(ReferenceEquals(group, other) || !group.Overlaps(other))));
    }

    [Fact]
    public void The_same_seed_gives_the_same_folds()
    {
        float[] first = HeldOut(ML, seed: 5);
        float[] second = HeldOut(new MLContext(99), seed: 5);

        Assert.Equal(first, second);
        Assert.NotEqual(first, HeldOut(ML, seed: 6));

        static float[] HeldOut(MLContext ml, int seed) =>
            [.. Rows.Read<float>(ml.MulticlassClassification.CrossValidate(Data(60), Pipeline(), 2, seed: seed)[0].ScoredHoldOutSet, "Position")];
    }

    [Fact]
    public void Binary_classifiers_can_be_cross_validated()
    {
        IDataView data = Data(120);
        var trainer = ML.BinaryClassification.Trainers.LbfgsLogisticRegression("Truth", l1Regularization: 0);

        var calibrated = ML.BinaryClassification.CrossValidate(data, trainer, 3, "Truth");
        var plain = ML.BinaryClassification.CrossValidateNonCalibrated(data, trainer, 3, "Truth");

        Assert.Equal(3, calibrated.Count);
        Assert.Equal(3, plain.Count);
        Assert.All(calibrated, result => Assert.InRange(result.Metrics.AreaUnderRocCurve, 0.4, 1));
        Assert.All(calibrated, result => Assert.InRange(result.Metrics.LogLoss, 0.1, 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Fewer_than_two_folds_are_refused(int folds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ML.MulticlassClassification.CrossValidate(Data(30), Pipeline(), folds));

    [Fact]
    public void Nothing_else_may_be_missing()
    {
        Assert.Throws<ArgumentNullException>(() => ML.MulticlassClassification.CrossValidate(null!, Pipeline()));
        Assert.Throws<ArgumentNullException>(() => ML.MulticlassClassification.CrossValidate(Data(30), null!));
    }

    private static IEstimator<ITransformer> Pipeline() =>
        ML.Transforms.Conversion.MapValueToKey("Label", "Text")
            .Append(ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0));

    private static IDataView Data(int count)
    {
        Example[] rows = Example.Three(count);
        return ML.Data.LoadFromEnumerable(rows.Select((row, i) => new NumberedExample
        {
            Features = row.Features,
            Text = row.Text,
            Truth = row.Truth,
            Position = i,
            Group = i % 20,
        }));
    }

    private sealed class NumberedExample
    {
        [VectorType(Example.FeatureCount)]
        public float[] Features { get; set; } = [];

        public string Text { get; set; } = "";

        public bool Truth { get; set; }

        public float Position { get; set; }

        public float Group { get; set; }
    }
}
