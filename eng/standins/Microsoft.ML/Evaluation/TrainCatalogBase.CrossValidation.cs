using Microsoft.ML.Data;

namespace Microsoft.ML;

public abstract partial class TrainCatalogBase
{
    private protected IReadOnlyList<CrossValidationResult<TMetrics>> CrossValidateCore<TMetrics>(
        IDataView data,
        IEstimator<ITransformer> estimator,
        int numFolds,
        string samplingKeyColumn,
        int? seed,
        Func<IDataView, TMetrics> evaluate)
        where TMetrics : class
    {
        Guard.NotNull(data, nameof(data));
        Guard.NotNull(estimator, nameof(estimator));
        Guard.Argument(numFolds > 1, nameof(numFolds), "Must be more than 1");

        var results = new List<CrossValidationResult<TMetrics>>();
        foreach (DataOperationsCatalog.TrainTestData split in
            new DataOperationsCatalog(Environment).CrossValidationSplit(data, numFolds, samplingKeyColumn, seed ?? Environment.Seed))
        {
            ITransformer model = estimator.Fit(split.TrainSet);
            IDataView scored = model is TransformerChain<ITransformer> chain
                ? chain.Transform(split.TestSet, TransformerScope.Everything)
                : model.Transform(split.TestSet);
            results.Add(new(model, evaluate(scored), scored, results.Count));
        }

        return results.ToArray();
    }

    /// <summary>What one fold of a cross-validation led to.</summary>
    public sealed class CrossValidationResult<T>
        where T : class
    {
        /// <summary>The metrics on the rows that were held out.</summary>
        public readonly T Metrics;

        /// <summary>The model.</summary>
        public readonly ITransformer Model;

        /// <summary>The rows that were held out, with the predictions.</summary>
        public readonly IDataView ScoredHoldOutSet;

        /// <summary>The number of the fold, from 0.</summary>
        public readonly int Fold;

        internal CrossValidationResult(ITransformer model, T metrics, IDataView scores, int fold)
        {
            Model = model;
            Metrics = metrics;
            ScoredHoldOutSet = scores;
            Fold = fold;
        }
    }
}
