using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A transformer that predicts from one column.</summary>
public interface ISingleFeaturePredictionTransformer<out TModel> : IPredictionTransformer<TModel>
    where TModel : class
{
    /// <summary>The name of the column.</summary>
    string FeatureColumnName { get; }

    /// <summary>The type of the column.</summary>
    DataViewType FeatureColumnType { get; }
}
