using MLNet.LlmExtensions.Models.Tokenization.Windows;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Components;

public sealed class TextWindowerTests
{
    [Fact]
    public void Windows_are_full_cover_every_token_and_share_the_overlap()
    {
        var random = new Random(5);
        for (var round = 0; round < 2000; round++)
        {
            var capacity = random.Next(1, 300);
            var overlap = random.Next(0, (capacity / 2) + 1);
            var length = random.Next(0, 5000);
            var count = TextWindower.Count(length, capacity, overlap);
            var starts = Enumerable.Range(0, count).Select(i => TextWindower.Start(i, count, length, capacity)).ToArray();

            Assert.Equal(0, starts[0]);
            if (length <= capacity)
            {
                Assert.Single(starts);
                continue;
            }

            Assert.Equal(length - capacity, starts[^1]);
            for (var i = 1; i < count; i++)
            {
                var shared = starts[i - 1] + capacity - starts[i];
                Assert.True(starts[i] > starts[i - 1], "every window adds something");
                Assert.True(shared >= overlap, $"windows {i - 1} and {i} share {shared} of {overlap}");
            }
        }
    }

    [Fact]
    public void No_more_windows_are_made_than_needed()
    {
        Assert.Equal(1, TextWindower.Count(100, 100, 50));
        Assert.Equal(2, TextWindower.Count(101, 100, 50));
        Assert.Equal(2, TextWindower.Count(150, 100, 50));
        Assert.Equal(3, TextWindower.Count(151, 100, 50));
    }
}
