using System.Globalization;
using BatchScoring.Input;
using BatchScoring.Output;

namespace BatchScoring.Scoring;

/// <summary>What the user asked the score command to do.</summary>
internal sealed record ScoreSettings
{
    public const int DefaultPartRows = 10_000;
    public const int DefaultBatch = 256;

    public required ModelSettings Model { get; init; }

    public required IReadOnlyList<string> Inputs { get; init; }

    public required string Output { get; init; }

    public required RowColumns Columns { get; init; }

    public RowFormat Format { get; init; }

    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>Rows of a part.</summary>
    public int PartRows { get; init; } = DefaultPartRows;

    /// <summary>Texts that go through the model together.</summary>
    public int Batch { get; init; } = DefaultBatch;

    /// <summary>The most bad rows of the shard; null for any number.</summary>
    public long? MaximumBad { get; init; }

    public bool LabelOnly { get; init; }

    /// <summary>Whether side files hold bad rows themselves.</summary>
    public bool KeepBadRows { get; init; }

    public bool Quiet { get; init; }

    /// <summary>The options that the output depends on.</summary>
    public SortedDictionary<string, string> Pinned() => new(StringComparer.Ordinal)
    {
        ["--batch"] = Batch.ToString(CultureInfo.InvariantCulture),
        ["--format"] = Format.ToString().ToLowerInvariant(),
        ["--id"] = Columns.Id ?? "",
        ["--keep-bad-rows"] = KeepBadRows ? "true" : "false",
        ["--label-only"] = LabelOnly ? "true" : "false",
        ["--max-text-length"] = Columns.MaximumTextLength.ToString(CultureInfo.InvariantCulture),
        ["--model-text-column"] = Model.TextColumn,
        ["--shard-rows"] = PartRows.ToString(CultureInfo.InvariantCulture),
        ["--text"] = string.Join(", ", Columns.Text),
    };
}
