using System.Globalization;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;

namespace MLNet.LlmExtensions.StandIns.Tests.AutoML;

internal sealed class RecordingTuner : ITuner
{
    public List<string> Updates { get; } = [];

    public Parameter Propose(TrialSettings settings) =>
        Parameter.CreateNestedParameter(new KeyValuePair<string, Parameter>("id", Parameter.FromInt(settings.TrialId)));

    public void Update(TrialResult result) =>
        Updates.Add(string.Create(CultureInfo.InvariantCulture, $"{result.TrialSettings.TrialId}: {result.Loss}"));
}
