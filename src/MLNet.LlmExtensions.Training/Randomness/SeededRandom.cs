namespace MLNet.LlmExtensions.Training.Randomness;

/// <summary>
/// A random sequence from a seed: SplitMix64 (<see href="https://doi.org/10.1145/2714064.2660195">Steele et al., 2014</see>). The
/// same on every machine and version, which the framework's own does not promise; and because a step's sequence comes from
/// (seed, step), a training that goes on from a checkpoint needs no saved state of it.
/// </summary>
internal sealed class SeededRandom(long seed)
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    private ulong _state = (ulong)seed;

    /// <summary>A seed for one of several uses of another seed.</summary>
    public static long Mix(long seed, long use) =>
        (long)Scramble(Scramble((ulong)seed + Increment) ^ ((ulong)use * 0xD1B54A32D192ED03));

    /// <summary>What a seed's sequence has at a place: the first is 0. Nothing before it is computed.</summary>
    public static ulong BitsAt(long seed, int place) => Scramble((ulong)seed + (Increment * ((ulong)place + 1)));

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits() => Scramble(_state += Increment);

    /// <summary>At least 0 and less than 1.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number at least 0 and less than <paramref name="limit"/>.</summary>
    public int Next(int limit) => (int)Math.BigMul(NextBits(), (ulong)limit, out _);

    /// <summary>A number of the normal distribution with mean 0 and standard deviation 1, by Box and Muller.</summary>
    public double NextNormal() =>
        Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Brings values into a random order, each order as likely as any other.</summary>
    public void Shuffle<T>(T[] values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static ulong Scramble(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
