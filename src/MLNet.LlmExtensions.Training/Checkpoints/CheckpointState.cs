namespace MLNet.LlmExtensions.Training.Checkpoints;

/// <summary>What a checkpoint knows besides tensors: <c>state.json</c>.</summary>
internal sealed record CheckpointState
{
    /// <summary>The form that is written.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The form of the file.</summary>
    public required int Version { get; init; }

    /// <summary>What decides the training's result; see <see cref="RunIdentity"/>.</summary>
    public required IReadOnlyDictionary<string, string> Run { get; init; }

    /// <summary>SHA-256 of the tensors' file in hexadecimal.</summary>
    public required string TensorsHash { get; init; }

    /// <summary>Steps done.</summary>
    public required int Step { get; init; }

    /// <summary>Why the training ended, if it has.</summary>
    public TrainingEndReason? EndReason { get; init; }

    /// <summary>Time that the training took so far.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The sums of the epoch that is under way.</summary>
    public required EpochSums EpochSums { get; init; }

    /// <summary>See <see cref="TrainingHistory.Steps"/>.</summary>
    public required IReadOnlyList<TrainingStep> Steps { get; init; }

    /// <summary>See <see cref="TrainingHistory.Epochs"/>.</summary>
    public required IReadOnlyList<TrainingEpoch> Epochs { get; init; }

    /// <summary>See <see cref="TrainingHistory.Evaluations"/>.</summary>
    public required IReadOnlyList<TrainingEvaluation> Evaluations { get; init; }
}
