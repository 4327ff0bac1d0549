using Results.Runs;

namespace Results.Tests;

public class RunScoresTests
{
    [Fact]
    public void ScoresAreThoseComputedByHand()
    {
        var scores = RunScores.Of(["a", "b", "c"], ["a", "a", "a", "b", "b", "c"], ["a", "a", "b", "b", "a", "c"]);

        // a: 2 hits of 3 rows, 3 predicted: 4/6; b: 1 of 2, 2 predicted: 2/4; c: 1 of 1: 1.
        Assert.Equal(4.0 / 6, scores.Accuracy, 12);
        Assert.Equal([2.0 / 3, 0.5, 1.0], scores.ClassF1.Select(f1 => Math.Round(f1, 12) == Math.Round(2.0 / 3, 12) ? 2.0 / 3 : f1));
        Assert.Equal(((2.0 / 3) + 0.5 + 1) / 3, scores.MacroF1, 12);
        Assert.Equal([[2, 1, 0], [1, 1, 0], [0, 0, 1]], scores.Confusion);
    }

    [Fact]
    public void AClassThatIsNeverHitCountsZeroInMacroF1()
    {
        var scores = RunScores.Of(["a", "b", "c"], ["a", "a", "b"], ["a", "a", "a"]);

        // a: 2 hits, 2 rows, 3 predicted: 4/5. b is missed; c neither occurs nor is predicted. All three count.
        Assert.Equal(0.8 / 3, scores.MacroF1, 12);
        Assert.Equal(2.0 / 3, scores.Accuracy, 12);
    }

    [Fact]
    public void PredictionsMustMatchTheRows() =>
        Assert.Throws<ArgumentException>(() => RunScores.Of(["a", "b"], ["a", "b"], ["a"]));
}
