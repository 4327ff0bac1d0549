namespace Microsoft.ML.Data;

/// <summary>The base of the transformers that predict with a model.</summary>
public abstract class PredictionTransformerBase<TModel> : IPredictionTransformer<TModel>, IDisposable
    where TModel : class
{
    private protected PredictionTransformerBase(TModel model) => Model = Guard.NotNull(model, nameof(model));

    /// <inheritdoc/>
    public TModel Model { get; }

    bool ITransformer.IsRowToRowMapper => true;

    /// <inheritdoc/>
    public abstract DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

    /// <inheritdoc/>
    public IDataView Transform(IDataView input) =>
        new MappedDataView(Guard.NotNull(input, nameof(input)), Bind(input.Schema));

    /// <summary>Disposes the model where it can be disposed.</summary>
    public void Dispose() => (Model as IDisposable)?.Dispose();

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        Bind(Guard.NotNull(inputSchema, nameof(inputSchema)));

    void ICanSaveModel.Save(ModelSaveContext ctx) => SaveModel(ctx);

    private protected abstract RowMapper MakeRowMapper(DataViewSchema schema);

    private protected abstract void SaveModel(ModelSaveContext ctx);

    private protected BoundRowMapper Bind(DataViewSchema inputSchema) => new(MakeRowMapper(inputSchema));
}
