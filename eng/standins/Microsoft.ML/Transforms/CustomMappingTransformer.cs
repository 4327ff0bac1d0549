using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Computes columns with a function of the user.</summary>
public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly Action<TSrc, TDst> _map;
    private readonly string _contractName;
    private readonly TypedSchema<TDst> _added;

    internal CustomMappingTransformer(
        HostEnvironment environment,
        Action<TSrc, TDst> mapAction,
        string contractName,
        SchemaDefinition inputSchemaDefinition = null,
        SchemaDefinition outputSchemaDefinition = null)
    {
        Guard.NotNull(environment, nameof(environment));
        _map = Guard.NotNull(mapAction, nameof(mapAction));
        _contractName = contractName;
        InputSchemaDefinition = inputSchemaDefinition;
        _added = new TypedSchema<TDst>(SchemaDefinition.Direction.Write, outputSchemaDefinition);
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal SchemaDefinition InputSchemaDefinition { get; }

    internal DataViewSchema AddedSchema => _added.Schema;

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) =>
        Bind(Guard.NotNull(inputSchema, nameof(inputSchema))).OutputSchema;

    /// <inheritdoc/>
    public IDataView Transform(IDataView input) =>
        new MappedDataView(Guard.NotNull(input, nameof(input)), Bind(input.Schema));

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        Bind(Guard.NotNull(inputSchema, nameof(inputSchema)));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Guard.State(_contractName is not null, "Empty contract name for a transform: the transform cannot be saved");
        CustomMappingLoader.Save(ctx, _contractName, _map.Method.DeclaringType.Assembly);
    }

    private BoundRowMapper Bind(DataViewSchema schema) => new(new Mapper(this, schema));

    private sealed class Mapper : RowMapper
    {
        private readonly CustomMappingTransformer<TSrc, TDst> _parent;
        private readonly ObjectWriter<TSrc> _source;

        public Mapper(CustomMappingTransformer<TSrc, TDst> parent, DataViewSchema inputSchema)
            : base(inputSchema)
        {
            _parent = parent;
            _source = new ObjectWriter<TSrc>(inputSchema, ignoreMissingColumns: false, parent.InputSchemaDefinition);
        }

        public override DataViewSchema.DetachedColumn[] GetOutputColumns() =>
            [.. _parent.AddedSchema.Select(column => new DataViewSchema.DetachedColumn(column))];

        public override IEnumerable<int> GetDependencies(int outputColumn) => _source.Columns.Select(column => column.Index);

        public override Delegate[] CreateGetters(DataViewRow input, bool[] activeOutput)
        {
            if (!activeOutput.Contains(true))
                return new Delegate[activeOutput.Length];

            // One call of the mapping for a row, however many of its columns are read.
            var source = new TSrc();
            var target = new TDst();
            var fill = _source.Bind(input);
            var row = new ObjectRow<TDst>(_parent._added);
            long served = -1;
            Action refresh = () =>
            {
                if (served == input.Position)
                    return;
                fill(source);
                _parent._map(source, target);
                row.Set(target);
                served = input.Position;
            };
            return [.. activeOutput.Select((active, i) => active
                ? (Delegate)Generic.Invoke(typeof(Mapper), nameof(CreateRefreshingGetter), row.Schema[i].Type.RawType, row, i, refresh)
                : null)];
        }

        private static ValueGetter<T> CreateRefreshingGetter<T>(DataViewRow row, int column, Action refresh)
        {
            var getter = row.GetGetter<T>(row.Schema[column]);
            return (ref T value) =>
            {
                refresh();
                getter(ref value);
            };
        }
    }
}
