using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using MLNet.LlmExtensions.StandIns.Tests.Trainers;

namespace MLNet.LlmExtensions.StandIns.Tests.AutoML;

public sealed class PipelineExperimentTests
{
    private readonly MLContext _ml = new(1);
    private readonly RecordingMonitor _monitor = new();

    [Fact]
    public async Task Each_trial_is_fitted_and_judged_by_the_metric()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Example.Three(120));
        TrialResult best = await Experiment(MulticlassClassificationMetric.LogLoss).SetDataset(data, data).RunAsync(CancellationToken.None);

        MulticlassClassificationMetrics metrics = _ml.MulticlassClassification.Evaluate(best.Model.Transform(data));
        Assert.Equal(metrics.LogLoss, best.Metric, 9);
        Assert.Equal(best.Metric, best.Loss);
        Assert.True(best.DurationInMilliseconds > 0);
    }

    [Theory]
    [InlineData(MulticlassClassificationMetric.MicroAccuracy, -1)]
    [InlineData(MulticlassClassificationMetric.MacroAccuracy, -1)]
    [InlineData(MulticlassClassificationMetric.LogLoss, 1)]
    [InlineData(MulticlassClassificationMetric.LogLossReduction, 1)] // a mistake of the official package
    public async Task What_is_better_higher_is_a_loss_with_another_sign(MulticlassClassificationMetric metric, int sign)
    {
        DataOperationsCatalog.TrainTestData split = _ml.Data.TrainTestSplit(_ml.Data.LoadFromEnumerable(Example.Three(120)), 0.5, seed: 1);
        TrialResult best = await Experiment(metric).SetMaxModelToExplore(1).SetDataset(split).RunAsync(CancellationToken.None);

        Assert.Equal(sign * best.Metric, best.Loss);
        Assert.NotEqual(0, best.Loss);
    }

    [Fact]
    public async Task Cross_validation_gives_the_mean_over_the_folds()
    {
        Example[] rows = Example.Three(120);
        for (int i = 0; i < rows.Length; i++)
            rows[i].Weight = i / 2;

        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        TrialResult best = await Experiment(MulticlassClassificationMetric.MacroAccuracy)
            .SetMaxModelToExplore(1).SetDataset(data, 3, nameof(Example.Weight)).RunAsync(CancellationToken.None);

        // With a key column the folds do not depend on a context's random numbers.
        IEstimator<ITransformer> estimator = _ml.Transforms.Conversion.MapValueToKey("Label", "Text")
            .Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l2Regularization: 0.1f));
        double mean = _ml.Data.CrossValidationSplit(data, 3, nameof(Example.Weight))
            .Average(fold => _ml.MulticlassClassification.Evaluate(estimator.Fit(fold.TrainSet).Transform(fold.TestSet)).MacroAccuracy);
        Assert.Equal(mean, best.Metric, 3);
        Assert.NotNull(best.Model);
    }

    [Fact]
    public async Task A_pipeline_needs_data_and_a_metric()
    {
        AutoMLExperiment experiment = Experiment(MulticlassClassificationMetric.LogLoss);
        await Assert.ThrowsAsync<InvalidOperationException>(() => experiment.RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_mistake_in_the_pipeline_is_the_exception_of_the_first_fit()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Example.Three(30));
        AutoMLExperiment experiment = Experiment(MulticlassClassificationMetric.LogLoss, "Nothing").SetDataset(data, data);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => experiment.RunAsync(CancellationToken.None));
        Assert.Equal("run 0, fail 0 ArgumentOutOfRangeException", _monitor.Text);
    }

    [Fact]
    public async Task Each_trial_has_a_context_of_its_own_with_the_seed_of_the_caller()
    {
        List<MLContext> contexts = [];
        IDataView data = _ml.Data.LoadFromEnumerable(Example.Three(30));
        await Experiment(MulticlassClassificationMetric.LogLoss, seen: contexts).SetDataset(data, data).RunAsync(CancellationToken.None);
        Assert.DoesNotContain(_ml, contexts);
        Assert.Equal(3, contexts.Distinct().Count());

        string[] parts = [.. contexts.Select(context => TestRows(context, data)).Distinct()];
        Assert.Equal([TestRows(new MLContext(1), data)], parts);

        static string TestRows(MLContext context, IDataView data) =>
            string.Join(" ", context.Data.TrainTestSplit(data, 0.3).TestSet.GetColumn<float[]>("Features").Select(row => row[0]));
    }

    private AutoMLExperiment Experiment(MulticlassClassificationMetric metric, string features = "Features", List<MLContext>? seen = null)
    {
        SweepablePipeline pipeline = _ml.Transforms.Conversion.MapValueToKey("Label", "Text").Append(
            _ml.Auto().CreateSweepableEstimator<TrialOptions>(
                (context, options) =>
                {
                    seen?.Add(context);
                    return context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
                        featureColumnName: features, l2Regularization: options.L2);
                }, new SearchSpace<TrialOptions>()));
        return _ml.Auto().CreateExperiment(new AutoMLExperiment.AutoMLExperimentSettings { Seed = 1 })
            .SetPipeline(pipeline).SetMulticlassClassificationMetric(metric, "Label").SetMonitor(_monitor).SetMaxModelToExplore(3);
    }
}
