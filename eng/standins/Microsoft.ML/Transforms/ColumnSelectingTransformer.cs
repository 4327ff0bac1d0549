using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Keeps or drops columns.</summary>
[ModelLoader(LoaderName)]
public sealed class ColumnSelectingTransformer : ITransformer
{
    private const string LoaderName = "SelectColumns";

    private readonly string[] _names;
    private readonly bool _keep;
    private readonly bool _keepHidden;

    internal ColumnSelectingTransformer(string[] keepColumns, string[] dropColumns, bool keepHidden = false)
    {
        _keep = keepColumns is { Length: > 0 };
        Guard.State(_keep != dropColumns is { Length: > 0 }, "Exactly one of the columns to keep and those to drop must be specified.");
        _names = _keep ? keepColumns : dropColumns;
        _keepHidden = keepHidden;
    }

    bool ITransformer.IsRowToRowMapper => true;

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) =>
        Bind(Guard.NotNull(inputSchema, nameof(inputSchema))).OutputSchema;

    /// <inheritdoc/>
    public IDataView Transform(IDataView input) =>
        new SelectedColumnsDataView(Guard.NotNull(input, nameof(input)), Bind(input.Schema));

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        Bind(Guard.NotNull(inputSchema, nameof(inputSchema)));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.SetLoader(LoaderName);
        ctx.Writer.Write(_keep);
        ctx.Writer.Write(_keepHidden);
        ctx.Writer.Write(_names.Length);
        foreach (string name in _names)
            ctx.Writer.Write(name);
    }

    internal bool Keeps(string name) => _names.Contains(name) == _keep;

    internal void CheckNames(IEnumerable<string> available)
    {
        string[] missing = [.. _names.Except(available)];
        if (missing.Length > 0)
            throw Guard.SchemaMismatch("inputSchema", "input", string.Join(",", missing));
    }

    private static ColumnSelectingTransformer Load(ModelLoadContext ctx)
    {
        bool keep = ctx.Reader.ReadBoolean();
        bool keepHidden = ctx.Reader.ReadBoolean();
        string[] names = [.. Enumerable.Range(0, ctx.Reader.ReadInt32()).Select(_ => ctx.Reader.ReadString())];
        return new ColumnSelectingTransformer(keep ? names : null, keep ? null : names, keepHidden);
    }

    private SelectedColumnsMapper Bind(DataViewSchema schema)
    {
        CheckNames(schema.Select(column => column.Name));

        // Kept columns come in the order of the names, what dropping leaves in the order of the schema.
        var columns = _keep
            ? _names.SelectMany(name => schema.Where(column => column.Name == name && (_keepHidden || !column.IsHidden)))
            : schema.Where(column => Keeps(column.Name));
        return new SelectedColumnsMapper(schema, columns.Select(column => column.Index));
    }
}
