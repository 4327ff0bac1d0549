namespace BatchScoring.Input.Records;

/// <summary>A line is a record.</summary>
internal sealed class LineFraming : IRecordFraming
{
    public RecordFrame Frame(ReadOnlySpan<byte> bytes, bool isLast)
    {
        var newline = bytes.IndexOf((byte)'\n');
        return new(newline >= 0 ? newline + 1 : isLast ? bytes.Length : 0, null);
    }

    public bool IsBlank(ReadOnlySpan<byte> content) => content.IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r') < 0;
}
