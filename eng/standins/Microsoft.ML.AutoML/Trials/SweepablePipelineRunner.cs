using System.Diagnostics;
using Microsoft.ML.Data;
using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

/// <summary>Fits one of the pipelines and evaluates it.</summary>
internal sealed class SweepablePipelineRunner(
    MLContext context, IEvaluateMetricManager metric, IDatasetManager dataset, SweepablePipeline pipeline) : ITrialRunner
{
    public void Dispose()
    {
    }

    public Task<TrialResult> RunAsync(TrialSettings settings, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        Parameter parameter = settings.Parameter[AutoMLExperimentExtension.PipelineKey];
        List<(double Metric, ITransformer Model)> fits = [];
        foreach ((IDataView train, IDataView validation) in Splits(settings))
        {
            ct.ThrowIfCancellationRequested();
            EstimatorChain<ITransformer> estimator = pipeline.BuildFromOption(context, parameter);
            ITransformer model = estimator.Fit(train);
            ct.ThrowIfCancellationRequested();
            fits.Add((metric.Evaluate(context, model.Transform(validation)), model));
        }

        double mean = fits.Average(fit => fit.Metric);
        return Task.FromResult(new TrialResult
        {
            TrialSettings = settings,
            Model = fits[0].Model,
            Metric = mean,
            Loss = metric.IsMaximize ? -mean : mean,
            DurationInMilliseconds = watch.Elapsed.TotalMilliseconds,
        });
    }

    private IEnumerable<(IDataView Train, IDataView Validation)> Splits(TrialSettings settings) => dataset switch
    {
        ICrossValidateDatasetManager folds => context.Data
            .CrossValidationSplit(folds.Dataset, folds.Fold, folds.SamplingKeyColumnName)
            .Select(split => (split.TrainSet, split.TestSet)),
        ITrainValidateDatasetManager split =>
            [(split.LoadTrainDataset(context, settings), split.LoadValidateDataset(context, settings))],
        _ => throw new NotSupportedException($"There is no way to train on the data of a {dataset.GetType()}."),
    };
}
