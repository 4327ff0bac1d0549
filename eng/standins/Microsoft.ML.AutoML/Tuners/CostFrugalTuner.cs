using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

/// <summary>Local search from the default values.</summary>
internal sealed class CostFrugalTuner : ITuner
{
    private readonly AutoMLExperiment.AutoMLExperimentSettings _settings;
    private readonly LocalSearch _search;

    public CostFrugalTuner(AutoMLExperiment.AutoMLExperimentSettings settings)
    {
        _settings = settings;
        _search = new LocalSearch(settings.SearchSpace.Default, settings.Seed is { } seed ? new Random(seed) : new Random());
    }

    public Parameter Propose(TrialSettings trial) => _settings.SearchSpace.SampleFromFeatureSpace(_search.Propose());

    public void Update(TrialResult result) => _search.Update(result.Loss);
}
