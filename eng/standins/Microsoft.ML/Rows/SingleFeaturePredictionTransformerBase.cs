namespace Microsoft.ML.Data;

/// <summary>The base of the transformers that predict from one column with a model.</summary>
public abstract class SingleFeaturePredictionTransformerBase<TModel>
    : PredictionTransformerBase<TModel>, ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private protected SingleFeaturePredictionTransformerBase(TModel model, string featureColumn, DataViewType featureType)
        : base(model)
    {
        FeatureColumnName = featureColumn;
        FeatureColumnType = featureType;
    }

    /// <inheritdoc/>
    public string FeatureColumnName { get; }

    /// <inheritdoc/>
    public DataViewType FeatureColumnType { get; }

    /// <inheritdoc/>
    public sealed override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        var column = Guard.NotNull(inputSchema, nameof(inputSchema)).GetColumnOrNull(FeatureColumnName)
            ?? throw Guard.SchemaMismatch(nameof(inputSchema), "feature", FeatureColumnName);
        if (!column.Type.Equals(FeatureColumnType))
        {
            throw Guard.SchemaMismatch(nameof(inputSchema), "feature", FeatureColumnName,
                FeatureColumnType.ToString(), column.Type.ToString());
        }

        return Bind(inputSchema).OutputSchema;
    }
}
