using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

/// <summary>
/// Every combination, the last option changing first, and from the beginning again when there is no other. A continuous option
/// has the values at 0, 1/n, ... (n-1)/n.
/// </summary>
/// <remarks>
/// As in the official package a choice with one value takes a place in the counting but none among the coordinates, which shifts
/// those after it. So a pipeline without alternatives is not searched well.
/// </remarks>
internal sealed class GridSearchTuner(AutoMLExperiment.AutoMLExperimentSettings settings, int step) : ITuner
{
    private int[] _counters;

    public Parameter Propose(TrialSettings trial)
    {
        int[] steps = [.. settings.SearchSpace.Step.Select(own => own ?? step)];
        if (_counters is null)
            _counters = new int[steps.Length];
        else
            Advance(steps);

        return settings.SearchSpace.SampleFromFeatureSpace([.. _counters.Select((count, i) => (double)count / steps[i])]);
    }

    public void Update(TrialResult result)
    {
    }

    private void Advance(int[] steps)
    {
        for (int i = steps.Length - 1; i >= 0; i--)
        {
            if (++_counters[i] < steps[i])
                return;

            _counters[i] = 0;
        }
    }
}
