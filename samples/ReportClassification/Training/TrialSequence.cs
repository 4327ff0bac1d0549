using Microsoft.ML;
using ReportClassification.Commands;
using ReportClassification.Data;
using ReportClassification.Training.FineTuning;

namespace ReportClassification.Training;

/// <summary>All trainings and tests of a command, one after the other.</summary>
/// <param name="trainer">Trains.</param>
/// <param name="plan">The parts of the data.</param>
/// <param name="settings">What the user asked for.</param>
/// <param name="stop">Says that no further trial is to begin. The first one always takes place.</param>
internal sealed class TrialSequence(IReportTrainer trainer, DataPlan plan, TrainSettings settings, CancellationToken stop)
{
    private readonly List<SeedFigures> _seeds = [];
    private readonly List<FineTuningFigures> _fineTuning = [];

    /// <summary>The figures of each seed.</summary>
    public IReadOnlyList<SeedFigures> Seeds => _seeds;

    /// <summary>How each fine-tuning went.</summary>
    public IReadOnlyList<FineTuningFigures> FineTuning => _fineTuning;

    /// <summary>Whether a model was kept.</summary>
    public bool HasKept { get; private set; }

    /// <summary>Runs them.</summary>
    /// <param name="reports">All rows.</param>
    /// <param name="kept">Where the trained model goes: that of the split, or one that is trained on all rows.</param>
    public void Run(IReadOnlyList<LabelledReport> reports, KeptModel kept)
    {
        var isCrossValidation = plan.Folds is not null;
        for (var i = 0; i < settings.Seeds && !IsStopped(_seeds.Count); i++)
        {
            var seed = settings.Seed + i;
            var ml = new MLContext(seed);
            var trials = new List<TrialFigures>();
            foreach (var trial in plan.Trials(seed))
            {
                if (IsStopped(trials.Count))
                    break;
                trials.Add(Run(ml, trial, isCrossValidation ? null : kept));
            }

            _seeds.Add(SeedFigures.Of(seed, trials, isCrossValidation));
            if (isCrossValidation && kept.IsWanted && !IsStopped(trials.Count))
                Run(ml, Trial.OnAll(seed, reports), kept);
        }
    }

    private TrialFigures Run(MLContext ml, Trial trial, KeptModel? kept)
    {
        var figures = trainer.Run(ml, trial, kept);
        _fineTuning.AddRange(figures.FineTuning);
        HasKept |= kept is { IsWanted: true };
        return figures;
    }

    private bool IsStopped(int trials) => trials > 0 && stop.IsCancellationRequested;
}
