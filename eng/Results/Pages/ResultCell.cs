using ReportClassification.Evaluation;
using ReportClassification.Training;
using Results.Runs;

namespace Results.Pages;

/// <summary>The runs that differ in nothing but the seed.</summary>
internal sealed class ResultCell
{
    /// <param name="runs">One or more, each with another seed.</param>
    public ResultCell(IEnumerable<StoredRun> runs)
    {
        Runs = [.. runs.OrderBy(run => run.Identity.Seed)];
        Accuracy = Over(run => run.Scores.Accuracy);
        MacroF1 = Over(run => run.Scores.MacroF1);
    }

    /// <summary>The runs, in the order of their seeds.</summary>
    public IReadOnlyList<StoredRun> Runs { get; }

    public MeanAndDeviation Accuracy { get; }

    public MeanAndDeviation MacroF1 { get; }

    /// <summary>Seconds of training: embedding the training rows, where they were embedded beforehand, and everything that is learnt or chosen.</summary>
    public double TrainingSeconds => Runs.Average(run => run.Seconds.Training + (run.TrainingRows * (run.Seconds.EmbeddingPerText ?? 0)));

    /// <summary>Milliseconds that predicting a text takes, from text to class.</summary>
    public double PredictionMilliseconds => 1000 * Runs.Average(run => (run.Seconds.Prediction / run.TestRows) + (run.Seconds.EmbeddingPerText ?? 0));

    /// <summary>The confusion matrices of all runs together.</summary>
    public ConfusionCounts Confusion => Runs.Select(run => new ConfusionCounts(run.Scores.Confusion)).Aggregate((sum, next) => sum.Plus(next));

    /// <summary>A figure over the runs.</summary>
    public MeanAndDeviation Over(Func<StoredRun, double> figure) => MeanAndDeviation.Of([.. Runs.Select(figure)]);
}
