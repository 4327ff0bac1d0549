using Microsoft.ML.Calibrators;
using Microsoft.ML.Trainers;

namespace MLNet.LlmExtensions.StandIns.Tests.Trainers;

public sealed class LbfgsLogisticRegressionTests
{
    private static readonly MLContext ML = new(1);

    [Theory]
    [InlineData(0.1f, null)]
    [InlineData(5f, null)]
    [InlineData(5f, "Weight")]
    public void The_gradient_is_zero_at_the_optimum(float l2, string? weightColumn)
    {
        Example[] rows = Example.Three(150);
        for (int i = 0; i < rows.Length && weightColumn is not null; i++)
            rows[i].Weight = 0.5f + i % 3;

        LinearBinaryModelParameters model = Train(rows, new()
        {
            L1Regularization = 0,
            L2Regularization = l2,
            OptimizationTolerance = 1e-9f,
            ExampleWeightColumnName = weightColumn,
            NumberOfThreads = 1,
        }).SubModel;

        double weightSum = rows.Sum(row => (double)row.Weight);
        double[] gradient = [0, .. model.Weights.Select(w => l2 * (double)w / weightSum)];
        foreach (Example row in rows)
        {
            double score = model.Bias + model.Weights.Zip(row.Features, (w, x) => (double)w * x).Sum();
            double residual = row.Weight * (1 / (1 + Math.Exp(-score)) - (row.Truth ? 1 : 0)) / weightSum;
            gradient[0] += residual;
            for (int j = 0; j < row.Features.Length; j++)
                gradient[j + 1] += residual * row.Features[j];
        }

        Assert.All(gradient, slope => Assert.InRange(slope, -2e-4, 2e-4));
    }

    [Fact]
    public void The_default_regularization_gives_these_parameters()
    {
        LinearBinaryModelParameters model = Train(Example.Three(60), new()).SubModel;

        // Measured with the official package.
        float[] expected = [-0.78409f, 0.82585f, -0.11594f, -0.41338f, -0.20596f];
        Assert.Equal(expected[0], model.Bias, 5e-3);
        for (int j = 0; j < model.Weights.Count; j++)
            Assert.Equal(expected[j + 1], model.Weights[j], 5e-3);
    }

    [Fact]
    public void The_probability_is_the_sigmoid_of_the_score()
    {
        CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator> model = Train(Example.Three(30), new());

        Assert.Equal(-1, model.Calibrator.Slope);
        Assert.Equal(0, model.Calibrator.Offset);
        Assert.Equal(1 / (1 + Math.Exp(-1.5)), model.Calibrator.PredictProbability(1.5f), 1e-6);
        Assert.Same(model.SubModel, ((CalibratedModelParametersBase)model).SubModel);
        Assert.Same(model.Calibrator, ((CalibratedModelParametersBase)model).Calibrator);
    }

    [Fact]
    public void It_adds_the_columns_of_a_binary_classifier()
    {
        IDataView data = ML.Data.LoadFromEnumerable(Example.Three(30));
        IDataView scored = ML.BinaryClassification.Trainers.LbfgsLogisticRegression("Truth").Fit(data).Transform(data);

        Assert.Equal(BooleanDataViewType.Instance, scored.Schema["PredictedLabel"].Type);
        Assert.Equal(NumberDataViewType.Single, scored.Schema["Score"].Type);
        Assert.Equal(NumberDataViewType.Single, scored.Schema["Probability"].Type);
        Assert.Equal(
            ["PredictedLabel", "Score", "Probability"], scored.Schema.Select(column => column.Name).Skip(data.Schema.Count));
        Assert.True(scored.Schema["Probability"].IsNormalized());
        foreach (BinaryPrediction row in ML.Data.CreateEnumerable<BinaryPrediction>(scored, reuseRowObject: false))
        {
            Assert.Equal(row.Score > 0, row.PredictedLabel);
            Assert.Equal(1 / (1 + Math.Exp(-row.Score)), row.Probability, 1e-6);
        }
    }

    [Fact]
    public void A_label_that_is_not_true_or_false_is_refused()
    {
        IDataView data = ML.Data.LoadFromEnumerable(Example.Three(9));

        Assert.Throws<ArgumentOutOfRangeException>(() => ML.BinaryClassification.Trainers.LbfgsLogisticRegression("Text").Fit(data));
        Assert.Throws<ArgumentOutOfRangeException>(() => ML.Transforms.Conversion.MapValueToKey("Truth")
            .Append(ML.BinaryClassification.Trainers.LbfgsLogisticRegression("Truth")).Fit(data));
    }

    [Fact]
    public void Features_of_another_size_are_refused()
    {
        IDataView data = ML.Data.LoadFromEnumerable(Example.Three(9));
        var model = ML.BinaryClassification.Trainers.LbfgsLogisticRegression("Truth").Fit(data);
        IDataView other = ML.Data.LoadFromEnumerable([new TwoFeatures { Features = [1, 2] }]);

        Assert.Throws<InvalidOperationException>(() => model.Transform(other));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.GetOutputSchema(other.Schema));
    }

    private static CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator> Train(
        Example[] rows, LbfgsLogisticRegressionBinaryTrainer.Options options)
    {
        options.LabelColumnName = "Truth";
        return ML.BinaryClassification.Trainers.LbfgsLogisticRegression(options).Fit(ML.Data.LoadFromEnumerable(rows)).Model;
    }

    private sealed class TwoFeatures
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];
    }
}
