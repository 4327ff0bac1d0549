namespace BatchScoring.Piping;

/// <summary>What a line of the standard input is.</summary>
internal enum LineFormat
{
    /// <summary>A JSON object.</summary>
    Jsonl,

    /// <summary>Comma-separated values with quotation marks, without line breaks in them.</summary>
    Csv,

    /// <summary>Tab-separated values without quotation marks, as Hadoop Streaming gives them.</summary>
    Tsv,

    /// <summary>A text.</summary>
    Text,
}
