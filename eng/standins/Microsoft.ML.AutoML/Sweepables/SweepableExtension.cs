namespace Microsoft.ML.AutoML;

/// <summary>Pipelines of estimators with and without options.</summary>
public static class SweepableExtension
{
    public static SweepablePipeline Append(this IEstimator<ITransformer> estimator, SweepableEstimator estimator1) =>
        Start(estimator).Append(estimator1);

    public static SweepablePipeline Append(this SweepablePipeline pipeline, IEstimator<ITransformer> estimator) =>
        pipeline.Append(SweepableEstimator.Of(estimator));

    public static SweepablePipeline Append(this SweepableEstimator estimator, SweepablePipeline estimator1) =>
        Start(estimator).Append(estimator1);

    public static SweepablePipeline Append(this SweepableEstimator estimator, IEstimator<ITransformer> estimator1) =>
        Start(estimator).Append(SweepableEstimator.Of(estimator1));

    public static SweepablePipeline Append(this IEstimator<ITransformer> estimator, SweepablePipeline pipeline) =>
        Start(estimator).Append(pipeline);

    /// <summary>The estimator and then one of several.</summary>
    public static SweepablePipeline Append(this SweepableEstimator estimator, params SweepableEstimator[] estimators) =>
        Start(estimator).Append(estimators);

    /// <summary>The estimator and then one of several.</summary>
    public static SweepablePipeline Append(this IEstimator<ITransformer> estimator, params SweepableEstimator[] estimators) =>
        Start(estimator).Append(estimators);

    private static SweepablePipeline Start(IEstimator<ITransformer> estimator) => Start(SweepableEstimator.Of(estimator));

    private static SweepablePipeline Start(SweepableEstimator estimator) => new SweepablePipeline().Append([estimator]);
}
