using Microsoft.ML.Trainers;

namespace MLNet.LlmExtensions.StandIns.Tests.Trainers;

public sealed class LbfgsMaximumEntropyTests
{
    private static readonly MLContext ML = new(1);

    [Theory]
    [InlineData(0.1f)]
    [InlineData(1f)]
    [InlineData(20f)]
    public void The_gradient_is_zero_at_the_optimum(float l2)
    {
        Example[] rows = Example.Three(150);

        MaximumEntropyModelParameters model = Train(rows, l2);

        double[] gradient = Gradient(rows, model, l2);
        Assert.All(gradient, slope => Assert.InRange(slope, -2e-4, 2e-4));
    }

    [Fact]
    public void Example_weights_count_in_the_loss()
    {
        Example[] rows = Example.Three(90);
        for (int i = 0; i < rows.Length; i++)
            rows[i].Weight = 0.25f + i % 5;

        MaximumEntropyModelParameters model = Train(rows, l2: 1, weightColumn: "Weight");

        Assert.All(Gradient(rows, model, 1), slope => Assert.InRange(slope, -2e-4, 2e-4));
    }

    [Fact]
    public void A_weight_of_three_is_a_row_that_occurs_three_times()
    {
        Example[] weighted = Example.Three(60);
        List<Example> repeated = [];
        for (int i = 0; i < weighted.Length; i++)
        {
            weighted[i].Weight = i % 2 == 0 ? 3 : 1;
            repeated.AddRange(Enumerable.Repeat(weighted[i], i % 2 == 0 ? 3 : 1));
        }

        float[] first = Parameters(Train(weighted, l2: 2, weightColumn: "Weight"));
        float[] second = Parameters(Train([.. repeated], l2: 2));

        for (int i = 0; i < first.Length; i++)
            Assert.Equal(first[i], second[i], 5e-3);
    }

    [Fact]
    public void The_default_regularization_gives_these_probabilities()
    {
        IDataView data = ML.Data.LoadFromEnumerable(Example.Three(60));

        IDataView scored = ML.Transforms.Conversion.MapValueToKey("Label", "Text")
            .Append(ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
            .Fit(data).Transform(data);

        // Measured with the official package.
        float[][] expected =
            [[0.33618f, 0.22031f, 0.44351f], [0.51670f, 0.26605f, 0.21725f], [0.32894f, 0.48338f, 0.18768f], [0.64844f, 0.08783f, 0.26373f]];
        List<float[]> scores = [.. scored.GetColumn<float[]>("Score").Take(expected.Length)];
        for (int i = 0; i < expected.Length; i++)
        {
            for (int c = 0; c < 3; c++)
                Assert.Equal(expected[i][c], scores[i][c], 2e-3);
        }
    }

    [Fact]
    public void L1_makes_weights_zero()
    {
        Example[] rows = Example.Three(150);

        float[] sparse = Parameters(Train(rows, l2: 0.1f, l1: 8));
        float[] dense = Parameters(Train(rows, l2: 0.1f));

        Assert.DoesNotContain(0f, dense);
        Assert.InRange(sparse.Count(weight => weight == 0), 3, 11);
    }

    [Fact]
    public void At_the_optimum_with_L1_the_gradient_is_balanced_by_it()
    {
        Example[] rows = Example.Three(150);
        const float L1 = 4;
        MaximumEntropyModelParameters model = Train(rows, l2: 0.5f, l1: L1);

        double[] gradient = Gradient(rows, model, 0.5);
        float[] parameters = Parameters(model);
        for (int i = 0; i < parameters.Length; i++)
        {
            double l1 = i < 3 ? 0 : (double)L1 / rows.Length;
            if (parameters[i] == 0)
                Assert.InRange(gradient[i], -l1 - 5e-4, l1 + 5e-4);
            else
                Assert.Equal(-Math.Sign(parameters[i]) * l1, gradient[i], 5e-4);
        }
    }

    [Fact]
    public void Weights_can_be_kept_from_being_negative()
    {
        MaximumEntropyModelParameters model = TrainWith(Example.Three(90),
            new() { L1Regularization = 0, L2Regularization = 1, EnforceNonNegativity = true, NumberOfThreads = 1 });

        float[] parameters = Parameters(model);
        Assert.All(parameters, weight => Assert.True(weight >= 0));
        Assert.Contains(parameters, weight => weight > 0.1f);
    }

    [Fact]
    public void The_number_of_iterations_is_bounded()
    {
        Example[] rows = Example.Three(90);
        MaximumEntropyModelParameters model = TrainWith(rows, new() { L1Regularization = 0, L2Regularization = 1e-3f, MaximumNumberOfIterations = 1 });

        Assert.Contains(Gradient(rows, model, 1e-3), slope => Math.Abs(slope) > 1e-3);
    }

    [Fact]
    public void Training_can_go_on_from_a_model()
    {
        Example[] rows = Example.Three(90);
        MaximumEntropyModelParameters model = Train(rows, l2: 1);
        var trainer = ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
            new LbfgsMaximumEntropyMulticlassTrainer.Options { L1Regularization = 0, MaximumNumberOfIterations = 1 });

        float[] again = Parameters(trainer.Fit(WithLabel(rows), model).Model);

        float[] before = Parameters(model);
        for (int i = 0; i < before.Length; i++)
            Assert.Equal(before[i], again[i], 1e-2);
    }

    [Fact]
    public void Rows_with_missing_values_are_left_out()
    {
        Example[] clean = Example.Three(60);
        Example[] broken = Example.Three(66);
        broken[60].Features[2] = float.NaN;
        broken[61].Features[0] = float.PositiveInfinity;
        broken[62].Text = "";
        broken[63].Weight = float.NaN;
        broken[64].Weight = 0;
        broken[65].Weight = -1;

        float[] expected = Parameters(Train(clean, l2: 1, weightColumn: "Weight"));
        float[] actual = Parameters(Train(broken, l2: 1, weightColumn: "Weight"));

        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-5);
    }

    [Fact]
    public void It_trains_the_same_model_again()
    {
        Example[] rows = Example.Three(3000);

        Assert.Equal(
            Parameters(TrainWith(rows, new() { NumberOfThreads = 1 })),
            Parameters(TrainWith(rows, new() { NumberOfThreads = 1 })));
    }

    [Fact]
    public void One_class_is_certain()
    {
        IDataView data = ML.Data.LoadFromEnumerable(Example.Three(30).Where(row => row.Truth));

        IDataView scored = ML.Transforms.Conversion.MapValueToKey("Label", "Text")
            .Append(ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
            .Fit(data).Transform(data);

        Assert.All(scored.GetColumn<float[]>("Score"), score => Assert.Equal([1f], score));
        Assert.All(scored.GetColumn<uint>("PredictedLabel"), label => Assert.Equal(1u, label));
    }

    [Theory]
    [InlineData("Text", "Features", "labelCol")]
    [InlineData("Single", "Features", "labelCol")]
    [InlineData("None", "Features", "inputSchema")]
    [InlineData("Label", "None", "inputSchema")]
    [InlineData("Label", "Text", "inputSchema")]
    public void Columns_that_do_not_fit_are_refused(string label, string features, string parameter)
    {
        var trainer = ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy(label, features);

        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(WithLabel(Example.Three(9))));
        Assert.Equal(parameter, exception.ParamName);
    }

    [Fact]
    public void A_weight_column_that_does_not_fit_is_refused()
    {
        IDataView data = WithLabel(Example.Three(9));

        Assert.Throws<ArgumentOutOfRangeException>(
            () => ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy(exampleWeightColumnName: "None").Fit(data));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy(exampleWeightColumnName: "Text").Fit(data));
    }

    [Fact]
    public void Data_without_usable_rows_is_refused()
    {
        var trainer = ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy();

        Assert.Throws<InvalidOperationException>(() => trainer.Fit(WithLabel([])));
        Assert.Throws<InvalidOperationException>(() => trainer.Fit(WithLabel([new() { Text = "a", Features = [float.NaN, 0, 0, 0] }])));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        var trainers = ML.MulticlassClassification.Trainers;

        Assert.Throws<ArgumentNullException>(() => trainers.LbfgsMaximumEntropy((LbfgsMaximumEntropyMulticlassTrainer.Options)null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainers.LbfgsMaximumEntropy(labelColumnName: null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainers.LbfgsMaximumEntropy(featureColumnName: ""));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainers.LbfgsMaximumEntropy(l1Regularization: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainers.LbfgsMaximumEntropy(l2Regularization: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainers.LbfgsMaximumEntropy(optimizationTolerance: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainers.LbfgsMaximumEntropy(historySize: 0));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options { MaximumNumberOfIterations = 0 }));
    }

    [Fact]
    public void It_says_what_it_wants()
    {
        TrainerInfo info = ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy().Info;

        Assert.True(info.NeedNormalization);
        Assert.True(info.WantCaching);
    }

    private static double[] Gradient(Example[] rows, MaximumEntropyModelParameters model, double l2)
    {
        VBuffer<float>[] weights = [];
        model.GetWeights(ref weights, out int classes);
        string[] names = [.. rows.Select(row => row.Text).Distinct()];
        Assert.Equal(names.Length, classes);
        return LogisticProblem.SoftmaxGradient(rows, row => Array.IndexOf(names, row.Text), [.. model.GetBiases()],
            [.. weights.Take(classes).Select(w => w.DenseValues().ToArray())], l2);
    }

    private static float[] Parameters(MaximumEntropyModelParameters model)
    {
        VBuffer<float>[] weights = [];
        model.GetWeights(ref weights, out int classes);
        return [.. model.GetBiases(), .. weights.Take(classes).SelectMany(w => w.DenseValues())];
    }

    private static MaximumEntropyModelParameters Train(Example[] rows, float l2, float l1 = 0, string? weightColumn = null) =>
        TrainWith(rows, new()
        {
            L1Regularization = l1,
            L2Regularization = l2,
            OptimizationTolerance = 1e-9f,
            ExampleWeightColumnName = weightColumn,
            NumberOfThreads = 1,
        });

    private static MaximumEntropyModelParameters TrainWith(Example[] rows, LbfgsMaximumEntropyMulticlassTrainer.Options options) =>
        ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy(options).Fit(WithLabel(rows)).Model;

    private static IDataView WithLabel(Example[] rows)
    {
        IDataView data = ML.Data.LoadFromEnumerable(rows);
        return ML.Transforms.Conversion.MapValueToKey("Label", "Text").Fit(data).Transform(data);
    }
}
