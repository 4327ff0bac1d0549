using ReportClassification.Data;
using Results.Data;

namespace Results.Tests;

public class FewLabelsTests
{
    private static readonly DataSet Data = SmallData.Create(train: 40, dev: 8, test: 20, ("a", 3), ("b", 2), ("rare", 1));

    [Fact]
    public void EachClassGetsTheSameNumberOfRows()
    {
        var drawn = FewLabels.Draw(Data.Training, 6, seed: 1);

        Assert.All(drawn.GroupBy(row => row.Label), group => Assert.Equal(6, group.Count()));
        Assert.Equal(18, drawn.Count);
        Assert.Equal(18, drawn.Select(row => row.Position).Distinct().Count());
    }

    [Fact]
    public void AClassWithFewerRowsGivesAllOfThem()
    {
        var rare = Data.Training.Count(row => row.Label == "rare");

        var drawn = FewLabels.Draw(Data.Training, rare + 3, seed: 1);

        Assert.Equal(rare, drawn.Count(row => row.Label == "rare"));
        Assert.Equal(rare + 3, drawn.Count(row => row.Label == "a"));
    }

    [Fact]
    public void TheSameSeedDrawsTheSameRowsInWhateverOrderTheyCome()
    {
        var drawn = FewLabels.Draw(Data.Training, 4, seed: 3);

        Assert.Equal(drawn, FewLabels.Draw([.. Data.Training.Reverse()], 4, seed: 3));
        Assert.NotEqual(drawn, FewLabels.Draw(Data.Training, 4, seed: 4));
    }

    [Fact]
    public void NoTestRowIsDrawn()
    {
        var drawn = FewLabels.Draw(Data.Training, 100, seed: 1);

        Assert.Empty(drawn.Intersect(Data.Test));
        Assert.Contains(drawn, row => row.Split == DataSplit.Dev);
    }

    [Fact]
    public void SmallerDrawsArePartsOfLargerOnes()
    {
        var larger = FewLabels.Draw(Data.Training, 7, seed: 2);

        Assert.Subset(larger.ToHashSet(), FewLabels.Draw(Data.Training, 3, seed: 2).ToHashSet());
    }
}
