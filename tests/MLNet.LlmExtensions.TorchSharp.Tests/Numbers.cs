using static TorchSharp.torch;

namespace MLNet.LlmExtensions.TorchSharp.Tests;

/// <summary>Tensors as .NET numbers, and comparisons of them.</summary>
internal static class Numbers
{
    public static float[] Floats(Tensor tensor) => tensor.data<float>().ToArray();

    public static long[] Longs(Tensor tensor) => tensor.data<long>().ToArray();

    public static void Near(IReadOnlyList<float> expected, Tensor actual, double tolerance = 1e-5)
    {
        float[] values = Floats(actual);
        Assert.Equal(expected.Count, values.Length);
        for (int i = 0; i < values.Length; i++)
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance, $"Element {i}: expected {expected[i]}, got {values[i]}.");
    }

    /// <summary>Numbers that are the same in each run, between -1 and 1.</summary>
    public static float[] Some(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(2 * random.NextDouble() - 1))];
    }
}
