using AutoMLSweep.Commands;
using ReportClassification;
using ReportClassification.Data;
using ReportClassification.Training;

namespace AutoMLSweep.Sweeps;

/// <summary>The rows of a sweep.</summary>
/// <param name="Train">Trials learn from these.</param>
/// <param name="Dev">Trials are compared by these.</param>
/// <param name="Test">The best of all is measured on these, once, after the sweep.</param>
internal sealed record SweepData(IReadOnlyList<LabelledReport> Train, IReadOnlyList<LabelledReport> Dev, IReadOnlyList<LabelledReport> Test)
{
    private const double Share = 0.2;

    /// <summary>Train and dev rows.</summary>
    public IReadOnlyList<LabelledReport> Training => [.. Train, .. Dev];

    /// <summary>The rows as the other sample tests a model.</summary>
    public Trial AsTrial() => new(Seed: 0, Fold: null, Train, Dev, Training, Test, Unseen: new HashSet<long>());

    public static SweepData Read(SweepSettings settings)
    {
        var reports = LabelledReportFile.Read(settings.DataFile, new ReportColumns(settings.TextColumns, settings.LabelColumn, settings.SplitColumn));
        var parts = HoldOut.Of(reports, Share, settings.Seed);
        if (parts.Dev.Count > 0)
        {
            return Checked(new(parts.Train, parts.Dev, parts.Test));
        }

        var (train, dev) = StratifiedParts.TrainTest(parts.Training, Share, settings.Seed);
        return Checked(new(train, dev, parts.Test));
    }

    private static SweepData Checked(SweepData data)
    {
        var classes = data.Train.Select(report => report.Label).ToHashSet(StringComparer.Ordinal);
        var strangers = data.Dev.Where(report => !classes.Contains(report.Label)).ToArray();
        return classes.Count < 2 ? throw new UserErrorException("The train rows have fewer than two classes.")
            : strangers.Length > 0 ? throw new UserErrorException(
                $"{strangers.Length} dev rows have a label that no train row has; the first is at line or row {strangers[0].Position}.")
            : data;
    }
}
