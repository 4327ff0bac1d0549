namespace SyntheticReports.Grammar;

/// <summary>
/// Ways to say one thing: some that every part of the corpus uses, some for train and dev only, some for test only.
/// So a classifier that only remembers phrasings is found out by the test rows.
/// </summary>
public sealed record Phrases(string[] Shared, string[]? TrainingOnly = null, string[]? TestOnly = null)
{
    /// <summary>How often a test row uses a phrasing that training rows never use, where there is one.</summary>
    private const double HeldOutShare = 0.5;

    /// <summary>Picks one phrasing that the given part may use.</summary>
    public string Choose(Dice dice, Part part)
    {
        ArgumentNullException.ThrowIfNull(dice);
        if (part == Part.Test)
            return TestOnly is { Length: > 0 } && dice.Chance(HeldOutShare) ? dice.Pick(TestOnly) : dice.Pick(Shared);

        var own = TrainingOnly?.Length ?? 0;
        var index = dice.Below(Shared.Length + own);
        return index < Shared.Length ? Shared[index] : TrainingOnly![index - Shared.Length];
    }
}
