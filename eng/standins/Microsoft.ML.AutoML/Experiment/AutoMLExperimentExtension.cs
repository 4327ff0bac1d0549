using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.ML.AutoML;

/// <summary>The parts of an experiment.</summary>
public static class AutoMLExperimentExtension
{
    internal const string PipelineKey = "_pipeline_";

    public static AutoMLExperiment SetDataset(
        this AutoMLExperiment experiment, IDataView train, IDataView validation, bool subSamplingTrainDataset = false)
    {
        if (subSamplingTrainDataset)
            throw new NotSupportedException("The stand-in does not train on parts of the data.");

        return experiment.Use(ServiceDescriptor.Singleton<IDatasetManager>(new TrainValidateDatasetManager(train, validation)));
    }

    public static AutoMLExperiment SetDataset(this AutoMLExperiment experiment, DataOperationsCatalog.TrainTestData trainValidationSplit) =>
        experiment.SetDataset(trainValidationSplit.TrainSet, trainValidationSplit.TestSet);

    public static AutoMLExperiment SetDataset(
        this AutoMLExperiment experiment, IDataView dataset, int fold = 10, string samplingKeyColumnName = null) =>
        experiment.Use(ServiceDescriptor.Singleton<IDatasetManager>(new CrossValidateDatasetManager
        {
            Dataset = dataset,
            Fold = fold,
            SamplingKeyColumnName = samplingKeyColumnName,
        }));

    public static AutoMLExperiment SetBinaryClassificationMetric(
        this AutoMLExperiment experiment, BinaryClassificationMetric metric, string labelColumn = "label", string predictedColumn = "PredictedLabel") =>
        experiment.UseMetric(new BinaryMetricManager(metric, labelColumn, predictedColumn));

    public static AutoMLExperiment SetMulticlassClassificationMetric(
        this AutoMLExperiment experiment, MulticlassClassificationMetric metric, string labelColumn = "label", string predictedColumn = "PredictedLabel") =>
        experiment.UseMetric(new MulticlassMetricManager(metric, labelColumn, predictedColumn));

    public static AutoMLExperiment SetPipeline(this AutoMLExperiment experiment, SweepablePipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return experiment.Use(ServiceDescriptor.Singleton(pipeline))
            .AddSearchSpace(PipelineKey, pipeline.SearchSpace)
            .SetTrialRunner<SweepablePipelineRunner>()
            .SetEciCostFrugalTuner();
    }

    public static AutoMLExperiment SetPerformanceMonitor(this AutoMLExperiment experiment, int checkIntervalInMilliseconds = 1000) =>
        experiment.SetPerformanceMonitor(services => new ProcessPerformanceMonitor(
            services.GetRequiredService<AutoMLExperiment.AutoMLExperimentSettings>(), TimeSpan.FromMilliseconds(checkIntervalInMilliseconds)));

    public static AutoMLExperiment SetPerformanceMonitor<TPerformanceMonitor>(
        this AutoMLExperiment experiment, Func<IServiceProvider, TPerformanceMonitor> factory)
        where TPerformanceMonitor : class, IPerformanceMonitor =>
        experiment.Use(ServiceDescriptor.Transient<IPerformanceMonitor>(factory));

    public static AutoMLExperiment SetPerformanceMonitor<TPerformanceMonitor>(this AutoMLExperiment experiment)
        where TPerformanceMonitor : class, IPerformanceMonitor =>
        experiment.Use(ServiceDescriptor.Transient<IPerformanceMonitor, TPerformanceMonitor>());

    public static AutoMLExperiment SetCostFrugalTuner(this AutoMLExperiment experiment) =>
        experiment.SetTuner<CostFrugalTuner>();

    public static AutoMLExperiment SetRandomSearchTuner(this AutoMLExperiment experiment, int? seed = null) =>
        experiment.SetTuner(services =>
            new RandomSearchTuner(services.GetRequiredService<AutoMLExperiment.AutoMLExperimentSettings>(), seed));

    public static AutoMLExperiment SetGridSearchTuner(this AutoMLExperiment experiment, int step = 10) =>
        experiment.SetTuner(services =>
            new GridSearchTuner(services.GetRequiredService<AutoMLExperiment.AutoMLExperimentSettings>(), step));

    public static AutoMLExperiment SetEciCostFrugalTuner(this AutoMLExperiment experiment) =>
        experiment.SetTuner<EciCostFrugalTuner>();

    private static AutoMLExperiment UseMetric(this AutoMLExperiment experiment, IEvaluateMetricManager manager) =>
        experiment.Use(ServiceDescriptor.Singleton<IMetricManager>(manager)).Use(ServiceDescriptor.Singleton(manager));
}
