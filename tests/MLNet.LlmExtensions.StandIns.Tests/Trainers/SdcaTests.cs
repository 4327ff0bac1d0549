using Microsoft.ML.Trainers;

namespace MLNet.LlmExtensions.StandIns.Tests.Trainers;

public sealed class SdcaTests
{
    private static readonly MLContext ML = new(1);

    [Theory]
    [InlineData(0.02f)]
    [InlineData(0.005f)]
    public void The_gradient_of_the_multiclass_model_is_zero_at_the_optimum(float l2)
    {
        Example[] rows = Example.Three(120);
        MaximumEntropyModelParameters model = ML.MulticlassClassification.Trainers.SdcaMaximumEntropy(
            new SdcaMaximumEntropyMulticlassTrainer.Options
            {
                L1Regularization = 0,
                L2Regularization = l2,
                ConvergenceTolerance = 1e-5f,
                MaximumNumberOfIterations = 500,
                NumberOfThreads = 1,
            }).Fit(WithLabel(rows)).Model;

        VBuffer<float>[] weights = [];
        model.GetWeights(ref weights, out _);
        string[] names = [.. rows.Select(row => row.Text).Distinct()];

        // The L2 term belongs to the mean loss here, and it covers the biases.
        double[] gradient = LogisticProblem.SoftmaxGradient(rows, row => Array.IndexOf(names, row.Text), [.. model.GetBiases()],
            [.. weights.Select(w => w.DenseValues().ToArray())], l2 * rows.Length, regularizeBiases: true);

        // The official trainer comes no closer, however small the tolerance.
        Assert.All(gradient, slope => Assert.InRange(slope, -0.02, 0.02));
    }

    [Fact]
    public void The_gradient_of_the_binary_model_is_zero_at_the_optimum()
    {
        const float L2 = 0.05f;
        Example[] rows = Example.Three(120);
        for (int i = 0; i < rows.Length; i++)
            rows[i].Weight = 0.5f + i % 3;

        LinearBinaryModelParameters model = ML.BinaryClassification.Trainers.SdcaLogisticRegression(
            new SdcaLogisticRegressionBinaryTrainer.Options
            {
                LabelColumnName = "Truth",
                ExampleWeightColumnName = "Weight",
                L1Regularization = 0,
                L2Regularization = L2,
                ConvergenceTolerance = 1e-5f,
                MaximumNumberOfIterations = 500,
                NumberOfThreads = 1,
            }).Fit(ML.Data.LoadFromEnumerable(rows)).Model.SubModel;

        double[] gradient = [L2 * model.Bias, .. model.Weights.Select(w => L2 * (double)w)];
        foreach (Example row in rows)
        {
            double score = model.Bias + model.Weights.Zip(row.Features, (w, x) => (double)w * x).Sum();
            double residual = row.Weight * (1 / (1 + Math.Exp(-score)) - (row.Truth ? 1 : 0)) / rows.Length;
            gradient[0] += residual;
            for (int j = 0; j < row.Features.Length; j++)
                gradient[j + 1] += residual * row.Features[j];
        }

        Assert.All(gradient, slope => Assert.InRange(slope, -5e-3, 5e-3));
    }

    [Fact]
    public void L1_makes_weights_zero()
    {
        MaximumEntropyModelParameters model = ML.MulticlassClassification.Trainers.SdcaMaximumEntropy(
            new SdcaMaximumEntropyMulticlassTrainer.Options
            {
                L1Regularization = 0.5f,
                L2Regularization = 0.1f,
                ConvergenceTolerance = 1e-4f,
                MaximumNumberOfIterations = 500,
                NumberOfThreads = 1,
            }).Fit(WithLabel(Example.Three(60))).Model;

        VBuffer<float>[] weights = [];
        model.GetWeights(ref weights, out _);
        Assert.Equal([0f, 0, 0], model.GetBiases());
        Assert.Equal(0f, weights[0].GetItemOrDefault(1));
        Assert.Equal(0f, weights[0].GetItemOrDefault(3));
        Assert.True(weights[0].GetItemOrDefault(0) > 0.2f);
        Assert.True(weights[2].GetItemOrDefault(2) > 0.2f);
    }

    [Fact]
    public void With_chosen_regularization_it_learns_the_classes()
    {
        Example[] rows = Example.Three(150);
        IDataView data = WithLabel(rows);

        var multiclass = ML.MulticlassClassification.Trainers.SdcaMaximumEntropy(maximumNumberOfIterations: 100).Fit(data);
        var binary = ML.BinaryClassification.Trainers.SdcaLogisticRegression("Truth", maximumNumberOfIterations: 100).Fit(data);

        double best = Accuracy(ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0).Fit(data).Transform(data));
        Assert.InRange(Accuracy(multiclass.Transform(data)), best - 0.06, 1);
        Assert.InRange(ML.BinaryClassification.Evaluate(binary.Transform(data), "Truth").AreaUnderRocCurve, 0.8, 1);
    }

    [Fact]
    public void One_class_is_refused()
    {
        IDataView data = WithLabel([.. Example.Three(30).Where(row => row.Truth)]);

        // The official trainer refuses only after all its passes, and few rows mean many passes.
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ML.MulticlassClassification.Trainers.SdcaMaximumEntropy(maximumNumberOfIterations: 2).Fit(data));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        var trainers = ML.MulticlassClassification.Trainers;

        Assert.Throws<ArgumentOutOfRangeException>(() => trainers.SdcaMaximumEntropy(l2Regularization: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainers.SdcaMaximumEntropy(l1Regularization: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainers.SdcaMaximumEntropy(maximumNumberOfIterations: 0));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => trainers.SdcaMaximumEntropy(new SdcaMaximumEntropyMulticlassTrainer.Options { ConvergenceTolerance = 0 }));
    }

    private static double Accuracy(IDataView scored) => ML.MulticlassClassification.Evaluate(scored).MicroAccuracy;

    private static IDataView WithLabel(Example[] rows)
    {
        IDataView data = ML.Data.LoadFromEnumerable(rows);
        return ML.Transforms.Conversion.MapValueToKey("Label", "Text").Fit(data).Transform(data);
    }
}
