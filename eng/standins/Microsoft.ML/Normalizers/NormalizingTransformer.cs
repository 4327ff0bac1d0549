using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Normalises features.</summary>
[ModelLoader(LoaderName)]
public sealed partial class NormalizingTransformer : OneToOneTransformerBase
{
    private const string LoaderName = "Normalizer";

    private readonly Normalizer[] _normalizers;
    private readonly DataViewType[] _types;

    internal NormalizingTransformer(
        HostEnvironment environment,
        (string outputColumnName, string inputColumnName)[] columns,
        Normalizer[] normalizers,
        DataViewType[] types)
        : base(environment, columns)
    {
        _normalizers = normalizers;
        _types = types;
    }

    private NormalizingTransformer(ModelLoadContext ctx)
        : base(ctx)
    {
        _normalizers = Array.ConvertAll(ColumnPairs, _ => Normalizer.Load(ctx.Reader));
        _types = Array.ConvertAll(ColumnPairs, _ => ctx.Reader.ReadType());
    }

    /// <summary>What the normaliser of a column has learnt.</summary>
    public NormalizerModelParametersBase GetNormalizerModelParameters(int index)
    {
        Guard.Argument(index >= 0 && index < _normalizers.Length, nameof(index), $"There is no column {index}.");
        return _normalizers[index].Parameters(_types[index]);
    }

    private static NormalizingTransformer Load(ModelLoadContext ctx) => new(ctx);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetLoader(LoaderName);
        SaveColumns(ctx);
        foreach (Normalizer normalizer in _normalizers)
            normalizer.Save(ctx.Writer);
        foreach (DataViewType type in _types)
            ctx.Writer.WriteType(type);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper : OneToOneMapper
    {
        private readonly NormalizingTransformer _parent;

        public Mapper(NormalizingTransformer parent, DataViewSchema inputSchema)
            : base(parent, inputSchema)
        {
            _parent = parent;
            for (int i = 0; i < InputColumns.Length; i++)
            {
                if (!InputColumns[i].Type.Equals(parent._types[i]))
                {
                    throw Guard.SchemaMismatch(nameof(inputSchema), "input", InputColumns[i].Name,
                        parent._types[i].ToString(), InputColumns[i].Type.ToString());
                }
            }
        }

        public override DataViewSchema.DetachedColumn[] GetOutputColumns() =>
            [.. _parent.ColumnPairs.Zip(InputColumns, (pair, column) => NormalizedColumns.Like(column, pair.outputColumnName))];

        protected override Delegate CreateGetter(DataViewRow input, int outputColumn)
        {
            DataViewSchema.Column column = InputColumns[outputColumn];
            Normalizer normalizer = _parent._normalizers[outputColumn];
            return column.Type.ItemType() == NumberDataViewType.Single
                ? CreateGetter<float>(input, column, (value, slot) => (float)normalizer.Normalize(value, slot))
                : CreateGetter<double>(input, column, normalizer.Normalize);
        }

        private static Delegate CreateGetter<T>(DataViewRow input, DataViewSchema.Column column, Func<T, int, T> normalize)
        {
            if (column.Type is not VectorDataViewType)
                return ValueGetters.Convert<T, T>(input, column, value => normalize(value, 0));

            ValueGetter<VBuffer<T>> get = input.GetGetter<VBuffer<T>>(column);
            VBuffer<T> source = default;
            return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> destination) =>
            {
                get(ref source);
                VBufferEditor<T> editor = VBufferEditor.Create(ref destination, source.Length);
                source.CopyTo(editor.Values);
                for (int i = 0; i < editor.Values.Length; i++)
                    editor.Values[i] = normalize(editor.Values[i], i);
                destination = editor.Commit();
            });
        }
    }
}
