using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;

namespace Microsoft.ML.AutoML;

using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

/// <summary>
/// Local search in each pipeline. Which of them is next is drawn by what it would probably cost to improve on the best (estimated
/// cost for improvement; Wang, Wu, Weimer and Zhu, 2021).
/// </summary>
internal sealed class EciCostFrugalTuner : ITuner
{
    private readonly SearchSpace _space;
    private readonly Random _random;
    private readonly List<PipelineSearch> _pipelines = [];
    private PipelineSearch _current;

    public EciCostFrugalTuner(SweepablePipeline pipeline, AutoMLExperiment.AutoMLExperimentSettings settings)
    {
        _space = settings.SearchSpace;
        _random = settings.Seed is { } seed ? new Random(seed) : new Random();
        foreach (string schema in pipeline.Schemas)
            _pipelines.Add(new PipelineSearch(SpaceOf(schema, pipeline), new Random(_random.Next())));
    }

    public Parameter Propose(TrialSettings trial)
    {
        // The first trial shows what one costs.
        _current = _pipelines.Any(search => search.Trials > 0) ? Draw() : _pipelines[0];
        return _current.Propose().OrElse(_space.SampleFromFeatureSpace(_space.Default));
    }

    public void Update(TrialResult result) => _current.Update(result.Loss, result.DurationInMilliseconds);

    /// <summary>The options of one pipeline and those that are no pipeline's.</summary>
    private SearchSpace SpaceOf(string schema, SweepablePipeline pipeline)
    {
        SearchSpace own = new() { [SweepablePipeline.SchemaKey] = new ChoiceOption(schema) };
        foreach (string name in SweepablePipeline.EstimatorsOf(schema).Distinct())
            own.Add(name, pipeline.Estimators[name].SearchSpace);

        SearchSpace space = [];
        foreach ((string key, OptionBase option) in _space)
            space.Add(key, key == AutoMLExperimentExtension.PipelineKey ? own : option);

        return space;
    }

    private PipelineSearch Draw()
    {
        double best = _pipelines.Min(search => search.BestLoss);
        double usual = _pipelines.Where(search => search.Trials > 0).Min(search => search.CostOfOneTrial);
        double[] weights = [.. _pipelines.Select(search => 1 / search.CostForImprovement(best, usual))];
        double point = _random.NextDouble() * weights.Sum();
        for (int i = 0; i < weights.Length; i++)
        {
            point -= weights[i];
            if (point < 0)
                return _pipelines[i];
        }

        return _pipelines[^1];
    }
}
