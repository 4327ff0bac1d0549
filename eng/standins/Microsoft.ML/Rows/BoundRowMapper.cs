namespace Microsoft.ML.Data;

/// <summary>A <see cref="RowMapper"/> with the schema that it leads to.</summary>
internal sealed class BoundRowMapper : IRowToRowMapper
{
    private readonly RowMapper _mapper;
    private readonly int _outputCount;

    public BoundRowMapper(RowMapper mapper)
    {
        _mapper = mapper;
        var added = mapper.GetOutputColumns();
        _outputCount = added.Length;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(mapper.InputSchema);
        builder.AddColumns(added);
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema => _mapper.InputSchema;

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        bool[] needed = new bool[InputSchema.Count];
        foreach (var column in dependingColumns)
        {
            if (column.Index < needed.Length)
            {
                needed[column.Index] = true;
            }
            else
            {
                foreach (int input in _mapper.GetDependencies(column.Index - needed.Length))
                    needed[input] = true;
            }
        }

        return InputSchema.Where(column => needed[column.Index]);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Guard.NotNull(input, nameof(input));
        Guard.NotNull(activeColumns, nameof(activeColumns));
        Guard.State(input.Schema == InputSchema, "Schema of input row must be the same as the schema the mapper is bound to");
        return new MappedRow(this, input, CreateGetters(input, activeColumns));
    }

    public Delegate[] CreateGetters(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        bool[] active = new bool[_outputCount];
        foreach (var column in activeColumns)
        {
            if (column.Index >= InputSchema.Count)
                active[column.Index - InputSchema.Count] = true;
        }

        return _mapper.CreateGetters(input, active);
    }
}
