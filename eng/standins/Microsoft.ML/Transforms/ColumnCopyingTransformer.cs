using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Copies columns under other names.</summary>
[ModelLoader(LoaderName)]
public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    private const string LoaderName = "CopyColumns";

    internal ColumnCopyingTransformer(
        HostEnvironment environment, params (string outputColumnName, string inputColumnName)[] columns)
        : base(environment, columns)
    {
    }

    private ColumnCopyingTransformer(ModelLoadContext ctx)
        : base(ctx)
    {
    }

    private static ColumnCopyingTransformer Load(ModelLoadContext ctx) => new(ctx);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetLoader(LoaderName);
        SaveColumns(ctx);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(ColumnCopyingTransformer parent, DataViewSchema inputSchema) : OneToOneMapper(parent, inputSchema)
    {
        public override DataViewSchema.DetachedColumn[] GetOutputColumns() =>
            [.. parent.ColumnPairs.Zip(InputColumns, (pair, column) =>
                new DataViewSchema.DetachedColumn(pair.outputColumnName, column.Type, column.Annotations))];

        protected override Delegate CreateGetter(DataViewRow input, int outputColumn) =>
            Getters.Of(input, InputColumns[outputColumn]);
    }
}
