using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

/// <summary>Proposes what to try next, and learns how it went.</summary>
public interface ITuner
{
    Parameter Propose(TrialSettings settings);

    void Update(TrialResult result);
}
