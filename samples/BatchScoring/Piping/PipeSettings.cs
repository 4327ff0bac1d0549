using BatchScoring.Input;
using BatchScoring.Input.Records;

namespace BatchScoring.Piping;

/// <summary>What the user asked the pipe command to do.</summary>
internal sealed record PipeSettings
{
    public const int DefaultBatch = 64;

    public LineFormat Format { get; init; }

    /// <summary>The names of the fields of separated values.</summary>
    public IReadOnlyList<string> Names { get; init; } = ["text"];

    public required RowColumns Columns { get; init; }

    public int Batch { get; init; } = DefaultBatch;

    public bool LabelOnly { get; init; }

    /// <summary>Makes what reads the lines.</summary>
    /// <exception cref="UserErrorException">A column is not among the fields.</exception>
    public IRowParser CreateParser() => Format switch
    {
        LineFormat.Jsonl => new JsonRowParser(Columns),
        LineFormat.Csv => new DelimitedRowParser(CheckedNames(), Columns, new DelimitedRecord((byte)',')),
        LineFormat.Tsv => new DelimitedRowParser(CheckedNames(), Columns, new DelimitedRecord((byte)'\t', hasQuotes: false)),
        _ => new TextRowParser(Columns with { Id = null }),
    };

    private IReadOnlyList<string> CheckedNames() => DelimitedHeader.Check(Names, Columns, "--columns");
}
