using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Looks values up in a table. What is not in it becomes the default of the type.</summary>
[ModelLoader(LoaderName)]
public class ValueMappingTransformer : OneToOneTransformerBase
{
    private const string LoaderName = "ValueMapping";

    internal readonly IValueMap Map;

    internal ValueMappingTransformer(
        HostEnvironment environment, IValueMap map, params (string outputColumnName, string inputColumnName)[] columns)
        : base(environment, columns) => Map = map;

    private ValueMappingTransformer(ModelLoadContext ctx)
        : base(ctx) => Map = ValueMaps.Load(ctx.Reader);

    private static ValueMappingTransformer Load(ModelLoadContext ctx) => new(ctx);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetLoader(LoaderName);
        SaveColumns(ctx);
        Map.Save(ctx.Writer);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper : OneToOneMapper
    {
        private readonly ValueMappingTransformer _parent;

        public Mapper(ValueMappingTransformer parent, DataViewSchema inputSchema)
            : base(parent, inputSchema)
        {
            _parent = parent;
            foreach (DataViewSchema.Column column in InputColumns)
            {
                Guard.State(column.Type.ItemType().RawType == parent.Map.KeyType,
                    $"Invalid TValue: '{parent.Map.KeyType}', expected type: '{column.Type.ItemType().RawType}'.");
                if (column.Type is VectorDataViewType && parent.Map.ValueType is VectorDataViewType)
                {
                    throw new NotSupportedException(
                        $"Column '{column.Name}' cannot be mapped to values when the column and the map values are both vector type.");
                }
            }
        }

        public override DataViewSchema.DetachedColumn[] GetOutputColumns() =>
            [.. _parent.ColumnPairs.Select((pair, i) =>
                new DataViewSchema.DetachedColumn(pair.outputColumnName, OutputType(InputColumns[i].Type), _parent.Map.ValueAnnotations))];

        protected override Delegate CreateGetter(DataViewRow input, int outputColumn) =>
            _parent.Map.CreateGetter(input, InputColumns[outputColumn]);

        private DataViewType OutputType(DataViewType input) => input is VectorDataViewType
            ? new VectorDataViewType((PrimitiveDataViewType)_parent.Map.ValueType)
            : _parent.Map.ValueType;
    }
}
