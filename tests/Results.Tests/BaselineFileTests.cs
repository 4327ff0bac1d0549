using Results.Baselines;

namespace Results.Tests;

public class BaselineFileTests
{
    internal const string Text = """
        # Baselines

        What was done.

        - p: a plain model (with x = 1).
        - q: another one.

        ## All labels

        | dataset | train/dev/test | classes | baseline | accuracy | macro-F1 |
        |---|---|---|---|---|---|
        | one | 10/2/5 | 2 | p plain (y=0.1) | 0.8000 | 0.7500 |
        | one | 10/2/5 | 2 | q other | 0.9000 | 0.7000 |
        | two | 20/2/5 | 3 | p plain | 0.5000 | 0.4000 |

        ## Few labels

        Drawn at random.

        Accuracy:

        | dataset | baseline | 8 | 16 |
        |---|---|---|---|
        | one | p | 0.6000 ± 0.0100 | 0.7000 ± 0.0000 |

        Macro-F1:

        | dataset | baseline | 8 | 16 |
        |---|---|---|---|
        | one | p | 0.5000 ± 0.0200 | 0.6500 ± 0.0300 |

        ## Repeated texts

        one (3 of 5 test rows):

        | baseline | accuracy, all test rows | accuracy, unseen texts | macro-F1, all | macro-F1, unseen |
        |---|---|---|---|---|
        | p plain | 0.8000 | 0.7000 | 0.7500 | 0.6500 |

        ## Published figures

        - one: not a legend.
        """;

    [Fact]
    public void AllLabelsAreRead()
    {
        var baselines = BaselineFile.Parse(Text).Of("one", null);

        Assert.Equal(["p plain (y=0.1)", "q other"], baselines.Select(baseline => baseline.Name));
        Assert.Equal([0.8, 0.9], baselines.Select(baseline => baseline.Accuracy.Mean));
        Assert.Equal([0.75, 0.7], baselines.Select(baseline => baseline.MacroF1.Mean));
        Assert.Equal("p", baselines[0].Letter);
        Assert.True(double.IsNaN(baselines[0].Accuracy.StandardDeviation));
    }

    [Fact]
    public void FewLabelsAreReadWithTheirDeviations()
    {
        var file = BaselineFile.Parse(Text);

        var baseline = Assert.Single(file.Of("one", 8));
        Assert.Equal((0.6, 0.01), (baseline.Accuracy.Mean, baseline.Accuracy.StandardDeviation));
        Assert.Equal((0.5, 0.02), (baseline.MacroF1.Mean, baseline.MacroF1.StandardDeviation));
        Assert.Equal(0.65, Assert.Single(file.Of("one", 16)).MacroF1.Mean);
        Assert.Empty(file.Of("two", 8));
    }

    [Fact]
    public void FiguresOnUnseenTextsAndTheLegendAreRead()
    {
        var file = BaselineFile.Parse(Text);

        var unseen = Assert.Single(file.UnseenRows);
        Assert.Equal(("one", "p plain", 0.7, 0.65), (unseen.DataSet, unseen.Name, unseen.Accuracy.Mean, unseen.MacroF1.Mean));
        Assert.Equal(["p: a plain model (with x = 1).", "q: another one."], file.Legend);
    }

    [Theory]
    [InlineData("0.9000", "much", "'much' is no figure")]
    [InlineData("| macro-F1 |\n|---|---|---|---|---|---|", "| F1 |\n|---|---|---|---|---|---|", "no column 'macro-F1'")]
    [InlineData("Macro-F1:", "Both:", "after 'Macro-F1:'")]
    public void AnotherFormIsRefusedWithTheReason(string old, string changed, string reason)
    {
        var exception = Assert.Throws<InvalidDataException>(() => BaselineFile.Parse(Text.ReplaceLineEndings("\n").Replace(old, changed, StringComparison.Ordinal)));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }
}
