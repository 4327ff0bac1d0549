namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>Follows a metric: whether it is better than ever before, and whether it has not improved for too long.</summary>
/// <param name="metric">The metric.</param>
/// <param name="minimumDelta">How much better counts as an improvement for <paramref name="patience"/>.</param>
/// <param name="patience">Evaluations without an improvement after which to stop; <see langword="null"/>: never.</param>
internal sealed class BestTracker(TrainingMetric metric, double minimumDelta, int? patience)
{
    private double? _best;
    private double? _lastImprovement;
    private int _withoutImprovement;

    /// <summary>Whether the training should stop.</summary>
    public bool ShouldStop => _withoutImprovement >= patience;

    /// <summary>Takes note of a measurement.</summary>
    /// <returns>Whether it is better than all before.</returns>
    public bool Observe(in TrainingEvaluation evaluation)
    {
        // Of a loss, less is better.
        var value = metric == TrainingMetric.Loss ? -evaluation.Loss : evaluation.Value(metric);
        if (_lastImprovement is null || value > _lastImprovement + minimumDelta)
        {
            _lastImprovement = value;
            _withoutImprovement = 0;
        }
        else
        {
            _withoutImprovement++;
        }

        if (_best is not null && value <= _best)
        {
            return false;
        }

        _best = value;
        return true;
    }

    /// <summary>Catches up with the measurements of a checkpoint.</summary>
    public void Replay(IEnumerable<TrainingEvaluation> evaluations)
    {
        foreach (var evaluation in evaluations)
        {
            Observe(evaluation);
        }
    }
}
