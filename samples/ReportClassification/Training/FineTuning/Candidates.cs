using MLNet.LlmExtensions.Training;
using ReportClassification.Pipelines;

namespace ReportClassification.Training.FineTuning;

/// <summary>Trainings of which one is taken: the one that did best on the validation rows. Only the best so far is kept.</summary>
/// <param name="metric">What decides.</param>
internal sealed class Candidates(TrainingMetric metric) : IDisposable
{
    private readonly List<TrainingHistory> _histories = [];
    private TrainingDivergedException? _diverged;
    private FineTunedReports? _best;
    private int _chosen;

    /// <summary>How many there are.</summary>
    public int Count => _histories.Count;

    /// <summary>Trains one more. One that diverges is out; the others may still do.</summary>
    public void Add(Func<FineTunedReports> train)
    {
        FineTunedReports trained;
        try
        {
            trained = train();
        }
        catch (TrainingDivergedException exception)
        {
            _diverged ??= exception;
            _histories.Add(exception.Result.History);
            return;
        }

        _histories.Add(trained.History);
        if (_best is null || IsBetter(trained.History, _best.History))
        {
            _best?.Dispose();
            _best = trained;
            _chosen = _histories.Count - 1;
        }
        else
        {
            trained.Dispose();
        }
    }

    /// <summary>The best one, which stays this object's, and how each of them went.</summary>
    /// <exception cref="TrainingDivergedException">All diverged.</exception>
    public (FineTunedReports Best, IReadOnlyList<FineTuningFigures> Figures) Choose(Trial trial)
    {
        if (_best is null)
            throw _diverged!;
        return (_best, [.. _histories.Select((history, i) => FineTuningFigures.Of(trial, history, chosen: i == _chosen))]);
    }

    public void Dispose() => _best?.Dispose();

    private bool IsBetter(TrainingHistory history, TrainingHistory than)
    {
        if (history.Best is not { } value || than.Best is not { } best)
            throw new UserErrorException("No rows are held back, so nothing can decide between several learning rates. Give one, or rows to choose on (--dev-fraction).");
        return metric == TrainingMetric.Loss ? value.Value(metric) < best.Value(metric) : value.Value(metric) > best.Value(metric);
    }
}
