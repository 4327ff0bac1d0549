namespace BatchScoring.Input.Records;

/// <summary>Says where a record ends.</summary>
internal interface IRecordFraming
{
    /// <summary>Finds the end of the record that begins with the first byte.</summary>
    /// <param name="bytes">At least a byte.</param>
    /// <param name="isLast">Whether no more bytes follow.</param>
    /// <returns>The record; one of length 0 where its end is not among the bytes.</returns>
    RecordFrame Frame(ReadOnlySpan<byte> bytes, bool isLast);

    /// <summary>Whether a record, without its line break, is none: an empty line.</summary>
    bool IsBlank(ReadOnlySpan<byte> content);
}
