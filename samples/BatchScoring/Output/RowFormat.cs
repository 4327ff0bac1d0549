namespace BatchScoring.Output;

/// <summary>How rows are written.</summary>
internal enum RowFormat
{
    /// <summary>A JSON object per line.</summary>
    Jsonl,

    /// <summary>Comma-separated values with a header.</summary>
    Csv,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}
