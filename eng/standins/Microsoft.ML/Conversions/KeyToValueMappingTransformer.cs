using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Turns keys into the values that they stand for, which the key column's annotations say.</summary>
[ModelLoader(LoaderName)]
public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    private const string LoaderName = "KeyToValue";

    internal KeyToValueMappingTransformer(HostEnvironment environment, params (string outputColumnName, string inputColumnName)[] columns)
        : base(environment, columns)
    {
    }

    private KeyToValueMappingTransformer(ModelLoadContext ctx)
        : base(ctx)
    {
    }

    private static KeyToValueMappingTransformer Load(ModelLoadContext ctx) => new(ctx);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetLoader(LoaderName);
        SaveColumns(ctx);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper : OneToOneMapper
    {
        private readonly KeyToValueMappingTransformer _parent;
        private readonly PrimitiveDataViewType[] _valueTypes;

        public Mapper(KeyToValueMappingTransformer parent, DataViewSchema inputSchema)
            : base(parent, inputSchema)
        {
            _parent = parent;
            _valueTypes = Array.ConvertAll(InputColumns, ValueType);
        }

        public override DataViewSchema.DetachedColumn[] GetOutputColumns() =>
            [.. _parent.ColumnPairs.Select((pair, i) => OutputColumn(pair.outputColumnName, InputColumns[i], _valueTypes[i]))];

        protected override Delegate CreateGetter(DataViewRow input, int outputColumn)
        {
            DataViewSchema.Column column = InputColumns[outputColumn];
            return (Delegate)Generic.Invoke(typeof(Mapper), null, nameof(CreateGetterCore),
                [column.Type.ItemType().RawType, _valueTypes[outputColumn].RawType], input, column);
        }

        private static PrimitiveDataViewType ValueType(DataViewSchema.Column column)
        {
            DataViewType values = column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues)?.Type
                ?? throw new InvalidOperationException($"Column '{column.Name}' has no annotation {AnnotationKinds.KeyValues}.");
            Guard.State(column.Type.ItemType() is KeyDataViewType && values is VectorDataViewType,
                $"Column '{column.Name}' of type {column.Type} is not a key column with values.");
            return ((VectorDataViewType)values).ItemType;
        }

        private static DataViewSchema.DetachedColumn OutputColumn(string name, DataViewSchema.Column source, PrimitiveDataViewType type)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(source.Annotations, kind => kind == AnnotationKinds.SlotNames);
            return new DataViewSchema.DetachedColumn(name, ValueGetters.Like(source.Type, type), annotations.ToAnnotations());
        }

        private static Delegate CreateGetterCore<TKey, TValue>(DataViewRow row, DataViewSchema.Column column)
            where TKey : struct, IBinaryInteger<TKey>
        {
            VBuffer<TValue> annotation = default;
            column.GetKeyValues(ref annotation);
            TValue[] values = [.. annotation.DenseValues()];
            return ValueGetters.Convert<TKey, TValue>(row, column, key =>
            {
                ulong index = ulong.CreateTruncating(key) - 1;
                return index < (ulong)values.Length ? values[index] : Values.Missing<TValue>();
            });
        }
    }
}
