namespace BatchScoring.Output;

/// <summary>What the output's rows look like.</summary>
/// <param name="Format">How they are written.</param>
/// <param name="HasId">Whether there is a column for ids.</param>
/// <param name="LabelOnly">Whether the probabilities are left out.</param>
/// <param name="Classes">The names of the classes, in the model's order.</param>
internal sealed record OutputShape(RowFormat Format, bool HasId, bool LabelOnly, IReadOnlyList<string> Classes)
{
    /// <summary>The extension of a part's file.</summary>
    public static string Extension(RowFormat format) => format switch
    {
        RowFormat.Jsonl => ".jsonl",
        RowFormat.Csv => ".csv",
        _ => ".parquet",
    };

    /// <summary>Begins a part's file.</summary>
    public IRowWriter Open(Stream stream) => Format switch
    {
        RowFormat.Jsonl => new JsonRowWriter(stream, LabelOnly),
        RowFormat.Csv => new DelimitedRowWriter(stream, this),
        _ => new ParquetRowWriter(stream, this),
    };
}
