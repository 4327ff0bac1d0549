using MLNet.LlmExtensions.Training.Randomness;

namespace MLNet.LlmExtensions.Training.Tests;

public sealed class SeededRandomTests
{
    [Fact]
    public void The_sequence_is_that_of_the_published_algorithm()
    {
        // The first values of SplitMix64 for the seed 1234567, as in the test vectors of Rosetta Code.
        var random = new SeededRandom(1234567);
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];

        Assert.Equal(expected, Enumerable.Range(0, 5).Select(_ => random.NextBits()));
        Assert.Equal(expected, Enumerable.Range(0, 5).Select(place => SeededRandom.BitsAt(1234567, place)));
    }

    [Fact]
    public void Numbers_spread_as_they_should()
    {
        var random = new SeededRandom(1);
        var uniform = Enumerable.Range(0, 100_000).Select(_ => random.NextDouble()).ToArray();
        var normal = Enumerable.Range(0, 100_000).Select(_ => random.NextNormal()).ToArray();
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.Next(7)]++;
        }

        Assert.InRange(uniform.Average(), 0.495, 0.505);
        Assert.All(uniform, value => Assert.InRange(value, 0, 0.9999999999999999));
        Assert.InRange(normal.Average(), -0.015, 0.015);
        Assert.InRange(normal.Average(value => value * value), 0.98, 1.02);
        Assert.All(counts, count => Assert.InRange(count, 9600, 10_400));
    }
}
