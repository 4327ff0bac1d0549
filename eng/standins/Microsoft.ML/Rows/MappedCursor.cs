namespace Microsoft.ML.Data;

/// <summary>A cursor with the new columns of a <see cref="RowMapper"/>.</summary>
internal sealed class MappedCursor : WrappingCursor
{
    private readonly BoundRowMapper _mapper;
    private readonly Delegate[] _getters;

    public MappedCursor(BoundRowMapper mapper, DataViewRowCursor input, IReadOnlyCollection<DataViewSchema.Column> activeColumns)
        : base(input, mapper.OutputSchema, activeColumns)
    {
        _mapper = mapper;
        _getters = mapper.CreateGetters(input, activeColumns);
    }

    protected override ValueGetter<TValue> GetActiveGetter<TValue>(DataViewSchema.Column column) =>
        column.Index < _mapper.InputSchema.Count
            ? Input.GetGetter<TValue>(_mapper.InputSchema[column.Index])
            : Getters.Cast<TValue>(_getters[column.Index - _mapper.InputSchema.Count], column);
}
