using System.Diagnostics;
using System.Text.Json;
using BatchScoring.Input;
using BatchScoring.Output;
using BatchScoring.Reporting;
using Spectre.Console;

namespace BatchScoring.Scoring;

/// <summary>The score command's work.</summary>
internal sealed class ScoreRun(ScoreSettings settings, IAnsiConsole console, Interruption interruption)
{
    private readonly PartFiles _files = new(Path.GetFullPath(settings.Output), settings.Format);
    private readonly CancellationToken _cancellation = interruption.Cancellation;

    /// <summary>Scores what is missing of the shard.</summary>
    public int Execute()
    {
        if (File.Exists(_files.Root))
            throw new UserErrorException($"--output: '{settings.Output}' is a file. Name a folder.");
        if (!File.Exists(settings.Model.File))
            throw new UserErrorException($"--model: there is no file '{settings.Model.File}'.");

        using var plan = ProgressLine.Run(console, settings.Quiet, "Reading the input", 1, (_, report) =>
            InputPlan.Create(settings.Inputs, settings.Columns, settings.PartRows, report, _cancellation));
        var model = new ManifestFile(Path.GetFileName(settings.Model.File), HashingStream.OfFile(settings.Model.File, _ => { }, _cancellation));
        var manifest = new Manifest(Manifest.CurrentVersion, model, [.. plan.Files.Zip(plan.Contents)
            .Select(pair => new ManifestInput(pair.First.Name, pair.Second.Length, pair.Second.Sha256, pair.Second.Rows))], settings.Pinned());
        ManifestStore.Begin(_files, manifest);

        using var shardLock = new ShardLock(_files, settings.Shard);
        var mine = plan.Parts.Where(part => settings.Shard.Has(part.Index)).ToArray();
        var missing = mine.Where(part => !_files.IsDone(part.Index)).ToArray();
        var before = Counts(mine.Except(missing));
        CheckBad(before.Rejected);

        var clock = Stopwatch.StartNew();
        var now = missing.Length == 0 ? default : ProgressLine.Run(
            console, settings.Quiet, "Scoring", missing.Sum(part => (long)part.Start.Rows), (say, report) => Score(missing, before.Rejected, say, report, shardLock.Folder));
        var isStopped = interruption.Stop.IsCancellationRequested && mine.Any(part => !_files.IsDone(part.Index));
        var open = plan.Parts.Count(part => !_files.IsDone(part.Index));
        if (open == 0)
            Succeed(plan, shardLock.Folder);
        Summary.Show(console, settings, before, now, mine.Length, open, clock.Elapsed);
        if (isStopped)
            console.WriteLine("Stopped. The same command goes on.");
        return isStopped ? ExitCode.Cancelled : ExitCode.Success;
    }

    private PartCounts Score(Part[] parts, long rejected, Action<string> say, Action<double> report, string temporaryFolder)
    {
        using var classifier = new SavedClassifier(settings.Model);
        var shape = new OutputShape(settings.Format, settings.Columns.Id is not null, settings.LabelOnly, classifier.Classes);
        var scorer = new PartScorer(classifier, shape, _files, temporaryFolder, settings.Batch, settings.KeepBadRows);
        interruption.AllowStop(() => say("Stopping after this part; Ctrl+C again stops at once."));

        var total = default(PartCounts);
        var done = 0L;
        for (var i = 0; i < parts.Length && !interruption.Stop.IsCancellationRequested; i++)
        {
            var clock = Stopwatch.StartNew();
            var counts = scorer.Score(parts[i], rows => report(done += rows), _cancellation);
            total += counts;
            say(FormattableString.Invariant(
                $"part {parts[i].Index}: {counts.Scored} scored, {counts.Rejected} rejected, {parts[i].Start.Rows / clock.Elapsed.TotalSeconds:0} rows/s; {i + 1} of {parts.Length}"));
            CheckBad(rejected + total.Rejected);
        }

        return total;
    }

    private PartCounts Counts(IEnumerable<Part> parts)
    {
        var counts = default(PartCounts);
        foreach (var part in parts)
        {
            var rejected = _files.CountRejected(part.Index);
            counts += new PartCounts(part.Start.Rows - rejected, rejected);
        }

        return counts;
    }

    private void CheckBad(long rejected)
    {
        if (rejected > settings.MaximumBad)
            throw new UserErrorException($"There are {rejected} bad rows; --max-bad is {settings.MaximumBad}. '{_files.RejectedFolder}' has them with reasons. What is scored is kept.");
    }

    // All shards may come here at the same time: they write the same.
    private void Succeed(InputPlan plan, string temporaryFolder)
    {
        var counts = Counts(plan.Parts);
        var content = JsonSerializer.SerializeToUtf8Bytes(new { parts = plan.Parts.Count, scored = counts.Scored, rejected = counts.Rejected });
        Durable.WriteAllBytes(_files.Success, Path.Combine(temporaryFolder, $"success-{Guid.NewGuid():N}"), [.. content, (byte)'\n']);
    }
}
