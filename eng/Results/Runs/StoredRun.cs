using Results.Experiments;

namespace Results.Runs;

/// <summary>One run with all that the page says of it.</summary>
internal sealed record StoredRun
{
    /// <summary>What decides the figures.</summary>
    public required RunIdentity Identity { get; init; }

    /// <summary>Where the split comes from, in words.</summary>
    public required string Split { get; init; }

    /// <summary>The classes, in the order of the scores.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Rows that were learnt from.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>Rows that were chosen on and not learnt from.</summary>
    public required int ValidationRows { get; init; }

    /// <summary>Rows that were scored.</summary>
    public required int TestRows { get; init; }

    /// <summary>The figures on the test rows.</summary>
    public required RunScores Scores { get; init; }

    /// <summary>Test rows whose text is in no train or dev row; equal to <see cref="TestRows"/> where no text comes twice.</summary>
    public required int UnseenRows { get; init; }

    /// <summary>The figures on those rows; null where they are all test rows.</summary>
    public RunScores? UnseenScores { get; init; }

    /// <summary>How long it took.</summary>
    public required RunSeconds Seconds { get; init; }

    /// <summary>The hyper-parameters that were chosen, by name.</summary>
    public required IReadOnlyDictionary<string, string> Chosen { get; init; }

    /// <summary>What it was made on.</summary>
    public required RunMachine Machine { get; init; }

    /// <summary>The commit that it was made with.</summary>
    public string? Commit { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The experiment.</summary>
    public Experiment Experiment() => new(Identity.DataSet, Identity.Method, Identity.LabelsPerClass, Identity.Seed);
}
