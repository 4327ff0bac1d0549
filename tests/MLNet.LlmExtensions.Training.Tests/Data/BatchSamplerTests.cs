using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Randomness;

namespace MLNet.LlmExtensions.Training.Tests.Data;

public sealed class BatchSamplerTests
{
    // Lengths of reports: most short, some long.
    private static readonly ExampleSize[] Sizes = [.. Lengths(2000).Select(length => new ExampleSize(1, length))];

    [Fact]
    public void Every_example_occurs_once_in_an_epoch()
    {
        var sampler = new BatchSampler(Sizes, 2048, 16, seed: 1);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            Assert.Equal(Enumerable.Range(0, Sizes.Length), sampler.Epoch(epoch).SelectMany(batch => batch).Order());
        }

        Assert.Equal(Enumerable.Range(0, Sizes.Length), sampler.Sorted().SelectMany(batch => batch).Order());
    }

    [Fact]
    public void An_epoch_depends_on_the_seed_and_its_number_alone()
    {
        var first = new BatchSampler(Sizes, 2048, 16, seed: 1);
        var again = new BatchSampler(Sizes, 2048, 16, seed: 1);
        again.Epoch(0);

        Assert.Equal(first.Epoch(2), again.Epoch(2));
        Assert.NotEqual(first.Epoch(2), first.Epoch(3));
        Assert.NotEqual(first.Epoch(2), new BatchSampler(Sizes, 2048, 16, seed: 2).Epoch(2));
    }

    [Fact]
    public void No_batch_exceeds_the_budget_or_the_number_of_rows_unless_one_example_alone_does()
    {
        ExampleSize[] sizes = [.. Sizes.Select((size, i) => i % 50 == 0 ? new ExampleSize(9, 256) : size)];
        var batches = new BatchSampler(sizes, 1024, 16, seed: 3).Epoch(0);

        Assert.All(batches, batch => Assert.InRange(batch.Length, 1, 16));
        Assert.All(batches, batch => Assert.True(batch.Length == 1 || Padded(batch, sizes) <= 1024));
        Assert.Contains(batches, batch => Padded(batch, sizes) > 1024);
    }

    [Fact]
    public void Sorting_within_stretches_leaves_little_padding_and_a_random_order()
    {
        var batches = new BatchSampler(Sizes, 2048, 16, seed: 1).Epoch(0);
        var tokens = Sizes.Sum(size => (double)size.Length);

        var waste = batches.Sum(batch => Padded(batch, Sizes)) / tokens - 1;
        var arrival = Enumerable.Range(0, Sizes.Length).Chunk(16).Sum(batch => Padded(batch, Sizes)) / tokens - 1;
        Assert.True(waste < 0.06, $"padding adds {waste:P1}");
        Assert.True(arrival > 0.5, $"in order of arrival it would add {arrival:P1}");

        // Long and short batches alternate: about half of all steps go up.
        var rises = batches.Zip(batches.Skip(1)).Count(pair => Padded(pair.Second, Sizes) / pair.Second.Length > Padded(pair.First, Sizes) / pair.First.Length);
        Assert.InRange((double)rises / batches.Count, 0.35, 0.65);
    }

    private static long Padded(int[] batch, ExampleSize[] sizes) =>
        batch.Sum(example => (long)sizes[example].Rows) * batch.Max(example => sizes[example].Length);

    private static IEnumerable<int> Lengths(int count)
    {
        var random = new SeededRandom(7);
        return Enumerable.Range(0, count).Select(_ => Math.Clamp((int)Math.Exp(4 + (0.6 * random.NextNormal())), 4, 256)).ToArray();
    }
}
