using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Training.Tests.Support;

/// <summary>Compares weights.</summary>
internal static class Weights
{
    /// <summary>Bit for bit.</summary>
    public static void AssertSame(IReadOnlyDictionary<string, DenseTensor> expected, IReadOnlyDictionary<string, DenseTensor> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, entry => Assert.Equal(
            entry.Value.Values.Select(BitConverter.SingleToInt32Bits), actual[entry.Key].Values.Select(BitConverter.SingleToInt32Bits)));
    }

    public static bool Same(IReadOnlyDictionary<string, DenseTensor> left, IReadOnlyDictionary<string, DenseTensor> right) =>
        left.All(entry => entry.Value.Values.SequenceEqual(right[entry.Key].Values));
}
