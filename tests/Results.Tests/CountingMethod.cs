using Results.Methods;
using Results.Runs;

namespace Results.Tests;

/// <summary>Calls everything by the first class, counts its trials, and can end the process's work like a kill.</summary>
internal sealed class CountingMethod(string settings = "first") : IMethod
{
    public string Name => "counting";

    public string Title => "counting";

    public bool NeedsModel => false;

    public bool TakesFewLabels => true;

    public bool TakesAllLabels => true;

    public bool IsVariant => false;

    public bool IsRandom => true;

    public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string> { ["settings"] = settings };

    public List<Trial> Trials { get; } = [];

    /// <summary>The number of the trial that is cancelled; null for none.</summary>
    public int? CancelledTrial { get; init; }

    public Outcome Run(Trial trial)
    {
        if (Trials.Count == CancelledTrial)
            throw new OperationCanceledException();
        Trials.Add(trial);
        return new Outcome([.. trial.Data.Test.Select(_ => trial.Data.Classes[0])], trial.Train.Count, trial.Dev.Count, new RunSeconds(), new Dictionary<string, string>());
    }
}
