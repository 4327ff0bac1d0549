namespace MLNet.LlmExtensions.StandIns.Tests.Pipelines;

/// <summary>A row of <see cref="LengthMapper"/>.</summary>
internal sealed class LengthMappedRow(LengthMapper mapper, DataViewRow input, HashSet<int> active) : DataViewRow
{
    public override DataViewSchema Schema => mapper.OutputSchema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (column.Index < input.Schema.Count)
            return input.GetGetter<TValue>(input.Schema[column.Index]);
        var text = input.GetGetter<ReadOnlyMemory<char>>(mapper.Source);
        ReadOnlyMemory<char> value = default;
        ValueGetter<int> length = (ref result) =>
        {
            text(ref value);
            result = value.Length;
        };
        return (ValueGetter<TValue>)(Delegate)length;
    }
}
