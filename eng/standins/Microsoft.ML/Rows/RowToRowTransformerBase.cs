using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The base of the transformers that add columns row by row.</summary>
public abstract class RowToRowTransformerBase : ITransformer
{
    private protected RowToRowTransformerBase(HostEnvironment environment) => Environment = environment;

    bool ITransformer.IsRowToRowMapper => true;

    private protected HostEnvironment Environment { get; }

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) =>
        Bind(Guard.NotNull(inputSchema, nameof(inputSchema))).OutputSchema;

    /// <inheritdoc/>
    public IDataView Transform(IDataView input) =>
        new MappedDataView(Guard.NotNull(input, nameof(input)), Bind(input.Schema));

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        Bind(Guard.NotNull(inputSchema, nameof(inputSchema)));

    void ICanSaveModel.Save(ModelSaveContext ctx) => SaveModel(ctx);

    private protected abstract RowMapper MakeRowMapper(DataViewSchema schema);

    private protected abstract void SaveModel(ModelSaveContext ctx);

    private BoundRowMapper Bind(DataViewSchema inputSchema) => new(MakeRowMapper(inputSchema));
}
