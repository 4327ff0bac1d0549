using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;

namespace MLNet.LlmExtensions.AutoML.Tests;

/// <summary>Proposes both ends of a space in turn.</summary>
internal sealed class AlternatingTuner(SearchSpace pipeline, bool firstChoicesFirst) : ITuner
{
    public Parameter Propose(TrialSettings settings)
    {
        var place = settings.TrialId % 2 == (firstChoicesFirst ? 0 : 1) ? 0 : 1;
        var parameter = Parameter.CreateNestedParameter();
        parameter["_pipeline_"] = pipeline.SampleFromFeatureSpace([.. Enumerable.Repeat((double)place, pipeline.FeatureSpaceDim)]);
        return parameter;
    }

    public void Update(TrialResult result)
    {
    }
}
