namespace ReportClassification.Training;

/// <summary>How long the work took, in seconds.</summary>
internal sealed record Timing
{
    /// <summary>Reading the file.</summary>
    public required double Reading { get; init; }

    /// <summary>Embedding the texts with a frozen model.</summary>
    public double? Embedding { get; init; }

    /// <summary>Fine-tuning, validation included.</summary>
    public double? FineTuning { get; init; }

    /// <summary>All of it, from the start of the command.</summary>
    public required double Total { get; init; }

    /// <summary>Texts embedded.</summary>
    public long? Texts { get; init; }

    /// <summary>Texts embedded per second.</summary>
    public double? TextsPerSecond => Embedding > 0 ? Texts / Embedding : null;
}
