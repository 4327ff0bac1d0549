using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Shows the first rows of data.</summary>
public static class DebuggerExtensions
{
    /// <summary>The first rows.</summary>
    public static DataDebuggerPreview Preview(this IDataView data, int maxRows = DataDebuggerPreview.DefaultMaxRows) =>
        new(data, maxRows);

    /// <summary>The first rows after a transformation.</summary>
    public static DataDebuggerPreview Preview(
        this ITransformer transformer, IDataView data, int maxRows = DataDebuggerPreview.DefaultMaxRows) =>
        new(transformer.Transform(data), maxRows);

    /// <summary>The first rows after a transformation that is fitted on some rows.</summary>
    public static DataDebuggerPreview Preview(
        this IEstimator<ITransformer> estimator,
        IDataView data,
        int maxRows = DataDebuggerPreview.DefaultMaxRows,
        int maxTrainingRows = DataDebuggerPreview.DefaultMaxRows)
    {
        Guard.NotNull(estimator, nameof(estimator));
        Guard.NotNull(data, nameof(data));
        Guard.Argument(maxRows >= 0, nameof(maxRows));
        Guard.Argument(maxTrainingRows >= 0, nameof(maxTrainingRows));
        return new DataDebuggerPreview(estimator.Fit(new SkipTakeDataView(data, 0, maxTrainingRows)).Transform(data), maxRows);
    }
}
