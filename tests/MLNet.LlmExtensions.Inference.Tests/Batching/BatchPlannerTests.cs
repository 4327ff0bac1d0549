using MLNet.LlmExtensions.Inference.Batching;

namespace MLNet.LlmExtensions.Inference.Tests.Batching;

public sealed class BatchPlannerTests
{
    [Theory]
    [InlineData(1, 64, 8)]
    [InlineData(2, 1024, 256)]
    [InlineData(3, 1, 1)]
    [InlineData(4, 100_000, 7)]
    public void Each_row_is_planned_once_under_the_budget_with_the_longest_first(int seed, int budget, int maximumRows)
    {
        var random = new Random(seed);
        var planner = new BatchPlanner(budget, maximumRows);
        for (var round = 0; round < 20; round++)
        {
            var lengths = Enumerable.Range(0, random.Next(0, 300)).Select(_ => random.Next(1, 200)).ToArray();
            var seen = new HashSet<int>();
            var previous = int.MaxValue;
            planner.Start(lengths.Length);
            foreach (var length in lengths)
            {
                planner.Add(length);
            }

            planner.Sort();
            while (planner.TryNext(out var first, out var rows, out var longest))
            {
                var batch = Enumerable.Range(first, rows).Select(planner.Row).ToArray();
                Assert.All(batch, row => Assert.True(seen.Add(row)));
                Assert.Equal(longest, batch.Max(row => lengths[row]));
                Assert.True(longest <= previous);
                Assert.True(rows <= maximumRows);
                Assert.True(rows == 1 || rows * longest <= budget);
                previous = longest;
            }

            Assert.Equal(lengths.Length, seen.Count);
        }
    }

    [Fact]
    public void Rows_of_equal_length_keep_their_order()
    {
        var planner = new BatchPlanner(1024, 256);
        planner.Start(5);
        foreach (var length in new[] { 7, 9, 7, 9, 7 })
        {
            planner.Add(length);
        }

        planner.Sort();

        Assert.Equal([1, 3, 0, 2, 4], Enumerable.Range(0, 5).Select(planner.Row));
    }
}
