using Results.Runs;

namespace Results.Methods;

/// <summary>What came of a trial.</summary>
/// <param name="Predicted">The predicted class of each test row, in the order of the data set's test rows.</param>
/// <param name="TrainingRows">Rows that were learnt from.</param>
/// <param name="ValidationRows">Rows that were chosen on and not learnt from.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Chosen">The hyper-parameters that were chosen, by name.</param>
internal sealed record Outcome(
    IReadOnlyList<string> Predicted, int TrainingRows, int ValidationRows, RunSeconds Seconds, IReadOnlyDictionary<string, string> Chosen)
{
    /// <summary>Where it was trained, as libtorch calls it; null without libtorch.</summary>
    public string? Device { get; init; }
}
