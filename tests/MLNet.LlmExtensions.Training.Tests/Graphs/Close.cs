using MLNet.LlmExtensions.Training.Graphs;

namespace MLNet.LlmExtensions.Training.Tests.Graphs;

/// <summary>Comparisons that say where the largest difference is.</summary>
internal static class Close
{
    public static void Equal(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, string what)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: {actual.Length} numbers instead of {expected.Length}.");
        var (worst, place) = (0.0, 0);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs((double)expected[i] - actual[i]);
            if (!(difference <= worst))
                (worst, place) = (difference, i);
        }

        Assert.True(worst <= tolerance, $"{what}: element {place} is {(expected.Length > 0 ? actual[place] : 0)} instead of {(expected.Length > 0 ? expected[place] : 0)}.");
    }

    /// <summary>Compares token vectors where there is a token.</summary>
    public static void EqualAtTokens(float[] expected, float[] actual, TokenBatch batch, double tolerance, string what)
    {
        var size = expected.Length / (batch.Rows * batch.Length);
        for (var token = 0; token < batch.AttentionMask.Length; token++)
        {
            if (batch.AttentionMask[token] != 0)
                Equal(expected.AsSpan(token * size, size), actual.AsSpan(token * size, size), tolerance, $"{what}, token {token}");
        }
    }
}
