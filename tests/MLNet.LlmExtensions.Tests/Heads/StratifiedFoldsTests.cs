using Microsoft.Extensions.Logging.Abstractions;
using MLNet.LlmExtensions.Heads;

namespace MLNet.LlmExtensions.Tests.Heads;

public sealed class StratifiedFoldsTests
{
    [Fact]
    public void Each_fold_has_its_share_of_each_class()
    {
        var table = Table(Clouds.Create(200, 2, 3));
        var folds = StratifiedFolds.Assign(table, 5, seed: 1);
        for (var fold = 0; fold < 5; fold++)
        {
            var members = Enumerable.Range(0, 200).Where(row => folds[row] == fold).ToArray();
            Assert.Equal(40, members.Length);
            Assert.InRange(members.Count(row => table.Label(row) == 1), 19, 21);
        }
    }

    [Fact]
    public void Rows_with_equal_features_stay_together()
    {
        var rows = Clouds.Create(100, 2, 3);
        var table = Table([.. rows, .. rows, .. rows]);
        var folds = StratifiedFolds.Assign(table, 4, seed: 1);
        for (var row = 0; row < 100; row++)
        {
            Assert.Equal(folds[row], folds[row + 100]);
            Assert.Equal(folds[row], folds[row + 200]);
        }
    }

    [Fact]
    public void Another_seed_deals_otherwise()
    {
        var table = Table(Clouds.Create(100, 2, 3));
        Assert.Equal(StratifiedFolds.Assign(table, 5, 1), StratifiedFolds.Assign(table, 5, 1));
        Assert.NotEqual(StratifiedFolds.Assign(table, 5, 1), StratifiedFolds.Assign(table, 5, 2));
    }

    [Fact]
    public void A_table_gives_back_what_was_read()
    {
        var rows = Clouds.Create(100, 2, 3);
        var table = Table(rows);
        Assert.Equal(100, table.Rows);
        for (var row = 0; row < 100; row++)
        {
            Assert.Equal(rows[row].Features, table.Features(row).ToArray());
            Assert.Equal(rows[row].IsFirst ? 1 : 0, table.Label(row));
        }
    }

    private static FeatureTable Table(Cloud[] rows)
    {
        var data = Clouds.View(rows);
        var columns = ProbeColumns.Find(data.Schema, new LinearProbeOptions { LabelColumnName = "IsFirst" }, binary: true);
        return FeatureTable.Read(data, columns, NullLogger.Instance, CancellationToken.None);
    }
}
