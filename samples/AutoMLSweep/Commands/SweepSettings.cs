using MLNet.LlmExtensions.AutoML;

namespace AutoMLSweep.Commands;

/// <summary>What a command line asks for.</summary>
internal sealed record SweepSettings
{
    public required string DataFile { get; init; }

    public required IReadOnlyList<string> TextColumns { get; init; }

    public required string LabelColumn { get; init; }

    public string? SplitColumn { get; init; }

    public required IReadOnlyList<string> ModelFolders { get; init; }

    public required TriedTrainers Trainers { get; init; }

    public required SweepMetric Metric { get; init; }

    public required SearchTuner Tuner { get; init; }

    public required double Minutes { get; init; }

    public int? Trials { get; init; }

    public required int Seed { get; init; }

    public string? JournalFile { get; init; }

    public string? CacheFolder { get; init; }

    public string? PageFile { get; init; }

    public string? ModelFile { get; init; }
}
