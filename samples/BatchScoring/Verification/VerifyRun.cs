using System.Globalization;
using BatchScoring.Output;
using BatchScoring.Scoring;
using Spectre.Console;

namespace BatchScoring.Verification;

/// <summary>The verify command's work: each row of the input must be in one of a part's two files, once.</summary>
internal sealed class VerifyRun(string folder, IAnsiConsole console, CancellationToken cancellation)
{
    public int Execute()
    {
        var path = Path.Combine(folder, "_manifest.json");
        var manifest = ManifestStore.Read(path) ?? throw new UserErrorException($"--output: '{folder}' has no _manifest.json; score did not write it.");
        if (!Enum.TryParse<RowFormat>(manifest.Options.GetValueOrDefault("--format"), ignoreCase: true, out var format) || !Enum.IsDefined(format))
            throw new UserErrorException($"'{path}' does not say which format the parts have.");
        var files = new PartFiles(Path.GetFullPath(folder), format);

        var (total, parts) = (default(PartCounts), 0);
        foreach (var part in ExpectedPart.Of(manifest, path))
        {
            cancellation.ThrowIfCancellationRequested();
            total += Check(part, files);
            parts++;
        }

        var extra = Directory.EnumerateFiles(files.Root, "part-*").Count() - parts;
        if (extra > 0)
            throw new UserErrorException($"'{folder}' has {extra} part files that are not part of the work.");
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{parts} parts: {total.Scored + total.Rejected} rows in, {total.Scored} scored, {total.Rejected} rejected, none lost, none doubled."));
        return ExitCode.Success;
    }

    private static PartCounts Check(ExpectedPart part, PartFiles files)
    {
        if (!files.IsDone(part.Index))
            throw new UserErrorException($"Part {part.Index} is missing. Give the score command again.");
        var scored = WrittenRows.Read(files.Rows(part.Index), files.Format);
        var rejected = File.Exists(files.Rejected(part.Index)) ? WrittenRows.Read(files.Rejected(part.Index), RowFormat.Jsonl) : [];

        var seen = new bool[part.Rows];
        foreach (var (file, row) in scored.Concat(rejected))
        {
            var index = row - part.FirstRow;
            if (file != part.File || index < 0 || index >= part.Rows)
                throw new UserErrorException($"Part {part.Index} has row {row} of '{file}', which does not belong to it.");
            if (seen[index])
                throw new UserErrorException($"Part {part.Index} has row {row} of '{file}' twice.");
            seen[index] = true;
        }

        var lost = Array.IndexOf(seen, false);
        return lost < 0
            ? new(scored.Count, rejected.Count)
            : throw new UserErrorException($"Part {part.Index} lacks row {part.FirstRow + lost} of '{part.File}'. Delete '{files.Rows(part.Index)}' and give the score command again.");
    }
}
