namespace BatchScoring.Input.Records;

/// <summary>Takes the values out of a record. Not thread-safe.</summary>
internal interface IRowParser
{
    /// <summary>Reads a record's values.</summary>
    ParsedRow Parse(ReadOnlyMemory<byte> content);
}
