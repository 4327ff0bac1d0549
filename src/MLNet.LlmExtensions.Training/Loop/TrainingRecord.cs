using MLNet.LlmExtensions.Training.Checkpoints;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>Writes down what happens, as the history and the checkpoints want it.</summary>
internal sealed class TrainingRecord
{
    private readonly List<TrainingStep> _steps = [];
    private readonly List<TrainingEpoch> _epochs = [];
    private readonly List<TrainingEvaluation> _evaluations = [];
    private EpochSums _sums;

    /// <summary>Steps done.</summary>
    public int Step => _steps.Count;

    public IReadOnlyList<TrainingStep> Steps => _steps;

    public IReadOnlyList<TrainingEpoch> Epochs => _epochs;

    public IReadOnlyList<TrainingEvaluation> Evaluations => _evaluations;

    /// <summary>Adds a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="paddedTokens">Its tokens with padding.</param>
    public void Add(in TrainingStep step, long paddedTokens)
    {
        _steps.Add(step);
        _sums = new EpochSums(_sums.Steps + 1, _sums.Loss + step.Loss, _sums.Tokens + step.Tokens, _sums.PaddedTokens + paddedTokens);
    }

    public void Add(in TrainingEvaluation evaluation) => _evaluations.Add(evaluation);

    /// <summary>Closes the epoch that is under way.</summary>
    public void EndEpoch()
    {
        _epochs.Add(new TrainingEpoch(_epochs.Count + 1, _sums.Loss / Math.Max(1, _sums.Steps), _sums.Tokens, _sums.PaddedTokens));
        _sums = default;
    }

    /// <summary>The state of a checkpoint; the store fills in what belongs to the file.</summary>
    public CheckpointState ToState(TimeSpan elapsed, TrainingEndReason? endReason) => new()
    {
        Version = CheckpointState.CurrentVersion,
        Run = new Dictionary<string, string>(),
        TensorsHash = "",
        Step = Step,
        EndReason = endReason,
        Elapsed = elapsed,
        EpochSums = _sums,
        Steps = _steps,
        Epochs = _epochs,
        Evaluations = _evaluations,
    };

    /// <summary>Goes on from a checkpoint.</summary>
    public void Restore(CheckpointState state)
    {
        _steps.AddRange(state.Steps);
        _epochs.AddRange(state.Epochs);
        _evaluations.AddRange(state.Evaluations);
        _sums = state.EpochSums;
    }
}
