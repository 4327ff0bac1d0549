using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Joins columns into a vector.</summary>
[ModelLoader(LoaderName)]
public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    private const string LoaderName = "Concatenate";

    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingTransformer(HostEnvironment environment, string outputColumnName, string[] inputColumnNames)
        : base(environment)
    {
        _output = outputColumnName;
        _inputs = inputColumnNames;
    }

    private static ColumnConcatenatingTransformer Load(ModelLoadContext ctx)
    {
        string output = ctx.Reader.ReadString();
        string[] inputs = [.. Enumerable.Range(0, ctx.Reader.ReadInt32()).Select(_ => ctx.Reader.ReadString())];
        return new ColumnConcatenatingTransformer(ctx.Environment, output, inputs);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetLoader(LoaderName);
        ctx.Writer.Write(_output);
        ctx.Writer.Write(_inputs.Length);
        foreach (string input in _inputs)
            ctx.Writer.Write(input);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper : RowMapper
    {
        private readonly ColumnConcatenatingTransformer _parent;
        private readonly DataViewSchema.Column[] _inputs;
        private readonly VectorDataViewType _type;

        public Mapper(ColumnConcatenatingTransformer parent, DataViewSchema inputSchema)
            : base(inputSchema)
        {
            _parent = parent;
            _inputs = [.. parent._inputs.Select(name => inputSchema.GetColumnOrNull(name)
                ?? throw Guard.SchemaMismatch(nameof(inputSchema), "input", name))];
            var itemType = _inputs[0].Type.ItemType();
            foreach (var input in _inputs)
            {
                if (!input.Type.ItemType().Equals(itemType))
                    throw Guard.SchemaMismatch(nameof(inputSchema), "input", input.Name, itemType.ToString(), input.Type.ToString());
            }

            bool isKnown = _inputs.All(input => input.Type is not VectorDataViewType { IsKnownSize: false });
            _type = new VectorDataViewType((PrimitiveDataViewType)itemType, isKnown ? _inputs.Sum(SizeOf) : 0);
        }

        private bool IsCopy => _inputs.Length == 1 && _inputs[0].Type is VectorDataViewType;

        public override DataViewSchema.DetachedColumn[] GetOutputColumns() => [IsCopy
            ? new DataViewSchema.DetachedColumn(_parent._output, _inputs[0].Type, _inputs[0].Annotations)
            : new DataViewSchema.DetachedColumn(_parent._output, _type, GetAnnotations())];

        public override IEnumerable<int> GetDependencies(int outputColumn) => _inputs.Select(input => input.Index);

        protected override Delegate CreateGetter(DataViewRow input, int outputColumn) => IsCopy
            ? Getters.Of(input, _inputs[0])
            : (Delegate)Generic.Invoke(typeof(Mapper), this, nameof(Concatenate), [_type.ItemType.RawType], input);

        private static int SizeOf(DataViewSchema.Column column) => column.Type is VectorDataViewType vector ? vector.Size : 1;

        private static ValueGetter<VBuffer<T>> AsVector<T>(DataViewRow row, DataViewSchema.Column column)
        {
            if (column.Type is VectorDataViewType)
                return row.GetGetter<VBuffer<T>>(column);
            var getter = row.GetGetter<T>(column);
            return (ref VBuffer<T> value) =>
            {
                var editor = VBufferEditor.Create(ref value, 1);
                getter(ref editor.Values[0]);
                value = editor.Commit();
            };
        }

        private ValueGetter<VBuffer<T>> Concatenate<T>(DataViewRow row)
        {
            var getters = _inputs.Select(column => AsVector<T>(row, column)).ToArray();
            var parts = new VBuffer<T>[getters.Length];
            return (ref VBuffer<T> value) =>
            {
                int length = 0;
                int count = 0;
                for (int i = 0; i < parts.Length; i++)
                {
                    getters[i](ref parts[i]);
                    CheckSize(_inputs[i], parts[i].Length);
                    length += parts[i].Length;
                    count += parts[i].GetValues().Length;
                }

                // Sparse where it is worth it.
                value = count <= length / 2 ? JoinSparse(ref value, parts, length, count) : JoinDense(ref value, parts, length);
            };
        }

        private static void CheckSize(DataViewSchema.Column column, int length)
        {
            if (column.Type is VectorDataViewType { IsKnownSize: true } vector && vector.Size != length)
                throw new InvalidOperationException($"Column '{column.Name}': expected {vector.Size} slots, but got {length}");
        }

        private static VBuffer<T> JoinDense<T>(ref VBuffer<T> value, VBuffer<T>[] parts, int length)
        {
            var editor = VBufferEditor.Create(ref value, length);
            int offset = 0;
            foreach (var part in parts)
            {
                part.CopyTo(editor.Values, offset);
                offset += part.Length;
            }

            return editor.Commit();
        }

        private static VBuffer<T> JoinSparse<T>(ref VBuffer<T> value, VBuffer<T>[] parts, int length, int count)
        {
            var editor = VBufferEditor.Create(ref value, length, count);
            int offset = 0;
            int next = 0;
            foreach (var part in parts)
            {
                foreach (var (index, item) in part.Items())
                {
                    // Of an empty vector, which counts as dense, there is nothing to write.
                    editor.Values[next] = item;
                    editor.Indices[next++] = offset + index;
                }

                offset += part.Length;
            }

            return editor.Commit();
        }

        private DataViewSchema.Annotations GetAnnotations()
        {
            var builder = new DataViewSchema.Annotations.Builder();
            if (_type.ItemType is NumberDataViewType && _inputs.All(input => input.IsNormalized()))
                builder.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
            if (_type.IsKnownSize && _inputs.Any(input => input.Type is not VectorDataViewType || input.HasSlotNames()))
            {
                builder.Add<VBuffer<ReadOnlyMemory<char>>>(
                    AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, _type.Size), GetSlotNames);
            }

            return builder.ToAnnotations();
        }

        private void GetSlotNames(ref VBuffer<ReadOnlyMemory<char>> value)
        {
            var editor = VBufferEditor.Create(ref value, _type.Size);
            editor.Values.Clear();
            int offset = 0;
            foreach (var input in _inputs)
            {
                if (input.Type is not VectorDataViewType)
                {
                    editor.Values[offset] = input.Name.AsMemory();
                }
                else if (input.HasSlotNames())
                {
                    VBuffer<ReadOnlyMemory<char>> names = default;
                    input.GetSlotNames(ref names);
                    foreach (var (slot, name) in names.Items())
                    {
                        if (!name.IsEmpty)
                            editor.Values[offset + slot] = $"{input.Name}.{name}".AsMemory();
                    }
                }

                offset += SizeOf(input);
            }

            value = editor.Commit();
        }
    }
}
