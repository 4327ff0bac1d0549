using MLNet.LlmExtensions.Models.Tokenization.Windows;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Components;

public sealed class WindowPlanTests
{
    [Theory]
    [InlineData(0, 10, 1)]
    [InlineData(10, 10, 1)]
    [InlineData(11, 10, 2)]
    [InlineData(100, 10, 16)]
    public void A_single_text_is_covered_by_windows_that_overlap(int length, int capacity, int count)
    {
        var plan = WindowPlan.Single(length, capacity, overlap: 4);

        Assert.Equal(count, plan.Count);
        Covers(plan.First, plan.Count, length, overlap: 4);
        Assert.All(Enumerable.Range(0, plan.Count), window => Assert.Equal((0, 0), plan.Second(window)));
    }

    [Theory]
    [InlineData(3, 4, 10)]
    [InlineData(5, 5, 10)]
    [InlineData(0, 0, 10)]
    [InlineData(0, 10, 10)]
    public void A_pair_that_fits_is_one_window(int first, int second, int capacity)
    {
        var plan = WindowPlan.Pair(first, second, capacity, overlap: 2);

        Assert.Equal(1, plan.Count);
        Assert.Equal((0, first), plan.First(0));
        Assert.Equal((0, second), plan.Second(0));
    }

    [Fact]
    public void The_longer_text_is_read_in_windows_beside_the_whole_of_the_shorter_one()
    {
        for (var shorter = 0; shorter <= 10; shorter++)
        {
            foreach (var longer in (int[])[21, 40, 77])
            {
                var plan = WindowPlan.Pair(shorter, longer, capacity: 20, overlap: 3);
                        Covers(plan.Second, plan.Count, longer, overlap: 3);
                Assert.All(Enumerable.Range(0, plan.Count), window => Assert.Equal((0, shorter), plan.First(window)));
                Assert.All(Enumerable.Range(0, plan.Count), window => Assert.Equal(20, shorter + plan.Second(window).Length));

                var turned = WindowPlan.Pair(longer, shorter, capacity: 20, overlap: 3);
                Assert.Equal(plan.Count, turned.Count);
                Assert.All(Enumerable.Range(0, plan.Count), window => Assert.Equal(plan.Second(window), turned.First(window)));
                Assert.All(Enumerable.Range(0, plan.Count), window => Assert.Equal(plan.First(window), turned.Second(window)));
            }
        }
    }

    [Fact]
    public void Two_long_texts_are_walked_through_side_by_side()
    {
        var plan = WindowPlan.Pair(30, 50, capacity: 21, overlap: 64);

        Covers(plan.First, plan.Count, 30, overlap: 5);
        Covers(plan.Second, plan.Count, 50, overlap: 5);
        Assert.Equal(10, plan.First(0).Length);
        Assert.Equal(11, plan.Second(0).Length);
    }

    private static void Covers(Func<int, (int Start, int Length)> stretch, int count, int length, int overlap)
    {
        var end = 0;
        for (var window = 0; window < count; window++)
        {
            var (start, size) = stretch(window);
            Assert.True(window == 0 ? start == 0 : end - start >= overlap, $"window {window} begins at {start}, the one before ends at {end}");
            end = start + size;
        }

        Assert.Equal(length, end);
    }
}
