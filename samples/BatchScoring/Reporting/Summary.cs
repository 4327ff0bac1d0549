using System.Globalization;
using BatchScoring.Scoring;
using Spectre.Console;

namespace BatchScoring.Reporting;

/// <summary>What a run did, in the end.</summary>
internal static class Summary
{
    /// <summary>Shows it.</summary>
    /// <param name="console">Where.</param>
    /// <param name="settings">What was asked for.</param>
    /// <param name="before">The shard's rows that were done before.</param>
    /// <param name="now">Those of this run.</param>
    /// <param name="parts">The shard's parts.</param>
    /// <param name="open">Parts of all shards that are not done.</param>
    /// <param name="elapsed">How long scoring took.</param>
    public static void Show(IAnsiConsole console, ScoreSettings settings, PartCounts before, PartCounts now, int parts, int open, TimeSpan elapsed)
    {
        var rows = now.Scored + now.Rejected;
        if (!settings.Quiet)
        {
            var table = new Table().Border(TableBorder.Rounded);
            table.AddColumn("").AddColumn(new TableColumn("scored").RightAligned()).AddColumn(new TableColumn("rejected").RightAligned());
            table.AddRow("before", Number(before.Scored), Number(before.Rejected));
            table.AddRow("now", Number(now.Scored), Number(now.Rejected));
            console.Write(table);
            if (rows > 0)
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} rows in {elapsed.TotalSeconds:0.0} s, {rows / elapsed.TotalSeconds:0} rows/s"));
        }

        var all = before + now;
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Shard {settings.Shard}: {parts} parts, {all.Scored} rows scored, {all.Rejected} rejected. ")
            + (open == 0 ? "All parts are there." : string.Create(CultureInfo.InvariantCulture, $"{open} parts of all shards are missing.")));
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
