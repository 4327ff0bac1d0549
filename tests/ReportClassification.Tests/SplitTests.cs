using ReportClassification.Data;

namespace ReportClassification.Tests;

public class SplitTests
{
    [Fact]
    public void A_random_split_has_each_class_in_its_share()
    {
        var reports = Reports(("a", 400), ("b", 100), ("c", 10));

        var (training, test) = StratifiedParts.TrainTest(reports, 0.2, seed: 3);

        Assert.Equal(80, test.Count(report => report.Label == "a"));
        Assert.Equal(20, test.Count(report => report.Label == "b"));
        Assert.Equal(2, test.Count(report => report.Label == "c"));
        Assert.Equal(reports.OrderBy(report => report.Position), training.Concat(test).OrderBy(report => report.Position));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(7)]
    public void Folds_are_a_partition_with_each_class_spread_evenly(int folds)
    {
        var reports = Reports(("a", 101), ("b", 33), ("c", 4));

        var parts = StratifiedParts.Folds(reports, folds, seed: 1);

        Assert.Equal(folds, parts.Count);
        Assert.Equal(reports.OrderBy(report => report.Position), parts.SelectMany(part => part).OrderBy(report => report.Position));
        foreach (var label in new[] { "a", "b", "c" })
        {
            var counts = parts.Select(part => part.Count(report => report.Label == label)).ToArray();
            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        }
    }

    [Fact]
    public void The_seed_decides()
    {
        var reports = Reports(("a", 60), ("b", 40));

        Assert.Equal(StratifiedParts.Folds(reports, 4, seed: 9), StratifiedParts.Folds(reports, 4, seed: 9));
        Assert.NotEqual(StratifiedParts.Folds(reports, 4, seed: 9)[0], StratifiedParts.Folds(reports, 4, seed: 10)[0]);
    }

    [Fact]
    public void Copies_of_a_report_never_land_in_two_parts()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var reports = Enumerable.Range(1, 200)
                .Select(i => new LabelledReport(i, random.Next(2) == 0 ? $"No  Effusion {random.Next(40)}" : $" no effusion\n{random.Next(40)} ", "abc"[random.Next(3)..][..1], null))
                .ToArray();

            var parts = StratifiedParts.Folds(reports, 5, seed);

            var places = parts.SelectMany((part, i) => part.Select(report => (Text: ReportText.Fold(report.Text), Part: i))).Distinct();
            Assert.Equal(places.Select(place => place.Text).Distinct().Count(), places.Count());
            Assert.Equal(200, parts.Sum(part => part.Count));
        }
    }

    [Fact]
    public void The_files_own_split_is_kept_and_dev_joins_train()
    {
        LabelledReport[] reports =
        [
            new(1, "x", "a", DataSplit.Train), new(2, "y", "b", DataSplit.Dev), new(3, "X ", "a", DataSplit.Test), new(4, "z", "b", DataSplit.Test),
        ];

        var split = HoldOut.Of(reports, 0.5, seed: 1);

        Assert.Equal([1, 2], split.Training.Select(report => report.Position));
        Assert.Equal([3, 4], split.Test.Select(report => report.Position));
        Assert.Equal([4], split.UnseenTest());
    }

    [Fact]
    public void A_split_without_test_rows_is_refused()
    {
        LabelledReport[] reports = [new(1, "x", "a", DataSplit.Train), new(2, "y", "b", DataSplit.Dev)];

        Assert.Contains("no test rows", Assert.Throws<UserErrorException>(() => HoldOut.Of(reports, 0.2, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_part_of_one_class_is_refused()
    {
        LabelledReport[] reports = [new(1, "x", "a", DataSplit.Train), new(2, "y", "a", DataSplit.Train), new(3, "z", "b", DataSplit.Test)];

        Assert.Contains("fewer than two classes", Assert.Throws<UserErrorException>(() => HoldOut.Of(reports, 0.2, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_only_test_has_is_refused_with_its_row()
    {
        LabelledReport[] reports = [new(1, "x", "a", DataSplit.Train), new(2, "y", "b", DataSplit.Train), new(31, "z", "c", DataSplit.Test)];

        var error = Assert.Throws<UserErrorException>(() => HoldOut.Of(reports, 0.2, 1));

        Assert.Contains("31", error.Message, StringComparison.Ordinal);
    }

    private static LabelledReport[] Reports(params (string Label, int Count)[] classes)
    {
        var position = 0;
        return [.. classes.SelectMany(c => Enumerable.Range(0, c.Count).Select(i => new LabelledReport(++position, $"{c.Label} {i}", c.Label, null)))];
    }
}
