using Microsoft.ML.AutoML;

namespace MLNet.LlmExtensions.AutoML;

/// <summary>Experiments over text classifiers.</summary>
public static class LlmExperiments
{
    /// <summary>
    /// Sweeps over the pipeline of a runner, with that runner. What a call to <c>SetPipeline</c> and <c>SetTrialRunner</c> does, in the
    /// order that matters; tuner, limits and monitors are set as always.
    /// </summary>
    /// <remarks>
    /// ML.NET's default tuner searches among the neighbours of what it has and hardly ever leaves the first of several choices, such as readouts. Trials
    /// of heads take a second once the texts are embedded: <c>SetRandomSearchTuner</c> looks around more.
    /// </remarks>
    /// <param name="experiment">The experiment.</param>
    /// <param name="runner">The runner.</param>
    /// <returns>The experiment.</returns>
    public static AutoMLExperiment SetTextClassification(this AutoMLExperiment experiment, TextClassificationTrialRunner runner)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(runner);
        return experiment.SetPipeline(runner.Pipeline).SetTrialRunner(runner);
    }
}
