using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

/// <summary>Anything, equally likely. The default values have no part in it.</summary>
internal sealed class RandomSearchTuner(AutoMLExperiment.AutoMLExperimentSettings settings, int? seed) : ITuner
{
    private readonly Random _random = new(seed ?? settings.Seed ?? 0);

    public Parameter Propose(TrialSettings trial)
    {
        var point = new double[settings.SearchSpace.FeatureSpaceDim];
        for (int i = 0; i < point.Length; i++)
            point[i] = _random.NextDouble();

        return settings.SearchSpace.SampleFromFeatureSpace(point);
    }

    public void Update(TrialResult result)
    {
    }
}
