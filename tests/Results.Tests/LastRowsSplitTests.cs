using ReportClassification.Data;
using Results.Data;

namespace Results.Tests;

public class LastRowsSplitTests
{
    [Fact]
    public void TheLastRowsAreTestRowsAndATenthOfEachClassOfTheOthersIsDev()
    {
        var rows = SmallData.Create(train: 150, dev: 0, test: 0, ("a", 2), ("b", 1)).Rows;

        var split = LastRowsSplit.Of(rows, 30);

        Assert.Equal(rows.Select(row => row.Position), split.Select(row => row.Position));
        Assert.All(split.Take(120), row => Assert.NotEqual(DataSplit.Test, row.Split));
        Assert.All(split.Skip(120), row => Assert.Equal(DataSplit.Test, row.Split));
        Assert.Equal(8, split.Count(row => row.Split == DataSplit.Dev && row.Label == "a"));
        Assert.Equal(4, split.Count(row => row.Split == DataSplit.Dev && row.Label == "b"));
    }
}
