namespace Microsoft.ML.Trainers;

/// <summary>Decides after each iteration of an optimiser whether to stop.</summary>
internal interface ITerminationCriterion
{
    /// <param name="iteration">How many iterations are done, from 1.</param>
    /// <param name="lastValue">The objective before the iteration.</param>
    /// <param name="value">The objective after it.</param>
    bool IsReached(int iteration, double lastValue, double value);
}
