using Results.Runs;

namespace Results.Methods;

/// <summary>Calls everything by the most frequent class of the training rows: what a classifier must beat to have learnt anything.</summary>
internal sealed class MajorityMethod : IMethod
{
    public string Name => "majority";

    public string Title => "majority";

    public bool NeedsModel => false;

    public bool TakesFewLabels => false; // where all classes have as many rows there is no majority

    public bool TakesAllLabels => true;

    public bool IsVariant => false;

    public bool IsRandom => false;

    public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    public Outcome Run(Trial trial)
    {
        var majority = trial.Training.GroupBy(row => row.Label)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .First().Key;
        return new Outcome(
            [.. trial.Data.Test.Select(_ => majority)], trial.Training.Count, 0, new RunSeconds(), new Dictionary<string, string> { ["class"] = majority });
    }
}
