using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions;

/// <summary>
/// A trained linear probe: ML.NET's own normaliser and linear model, one after the other. It adds the columns that ML.NET's
/// classifiers add. Saved and loaded again it is a chain of these parts.
/// </summary>
/// <typeparam name="TModel">The linear model's parameters.</typeparam>
/// <remarks>Thread-safe. There is nothing to dispose.</remarks>
public sealed class LinearProbeTransformer<TModel> : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private readonly ITransformer _chain;

    internal LinearProbeTransformer(
        ITransformer chain, TModel model, string featureColumnName, DataViewType featureColumnType, LinearProbeSelection selection)
    {
        _chain = chain;
        Model = model;
        FeatureColumnName = featureColumnName;
        FeatureColumnType = featureColumnType;
        Selection = selection;
    }

    /// <summary>The linear model. Its weights are those for standardised features.</summary>
    public TModel Model { get; }

    /// <summary>The strength of regularisation that was chosen, and what the choice rests on.</summary>
    public LinearProbeSelection Selection { get; }

    /// <summary>The column of the features.</summary>
    public string FeatureColumnName { get; }

    /// <summary>The type of the features.</summary>
    public DataViewType FeatureColumnType { get; }

    /// <summary>Always true.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The columns that come out, given those that go in.</summary>
    /// <param name="inputSchema">The columns that go in.</param>
    /// <returns>The same, with the classifier's.</returns>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _chain.GetOutputSchema(inputSchema);

    /// <summary>Adds the predictions to data. Lazy.</summary>
    /// <param name="input">The data.</param>
    /// <returns>The data with predictions.</returns>
    public IDataView Transform(IDataView input) => _chain.Transform(input);

    /// <summary>Gives a mapper that predicts single rows, for <c>PredictionEngine</c>.</summary>
    /// <param name="inputSchema">The columns of the rows.</param>
    /// <returns>The mapper.</returns>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => _chain.GetRowToRowMapper(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => _chain.Save(ctx);
}
