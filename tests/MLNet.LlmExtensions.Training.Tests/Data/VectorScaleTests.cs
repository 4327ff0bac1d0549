using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Training.Data;

namespace MLNet.LlmExtensions.Training.Tests.Data;

public sealed class VectorScaleTests
{
    private static readonly float[] Vectors = [1, 100, 5, 3, 300, 5, 5, 200, 5, 7, 600, 5];

    [Fact]
    public void Components_get_mean_0_and_deviation_1_and_constant_ones_become_0()
    {
        var scaled = (float[])Vectors.Clone();

        VectorScale.Measure(Vectors, 3).Apply(scaled);

        for (var d = 0; d < 2; d++)
        {
            var component = scaled.Where((_, i) => i % 3 == d).ToArray();
            Assert.Equal(0, component.Average(), 5);
            Assert.Equal(1, component.Average(value => value * value), 5);
        }

        Assert.All(scaled.Where((_, i) => i % 3 == 2), value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_folded_head_gives_the_same_logits_on_vectors_as_they_are()
    {
        var scale = VectorScale.Measure(Vectors, 3);
        var scaled = (float[])Vectors.Clone();
        scale.Apply(scaled);
        var (weight, bias) = (new DenseTensor([2, 3], [0.5f, -1, 2, 3, 0.25f, -4]), new DenseTensor([2], [0.1f, -0.2f]));

        var (foldedWeight, foldedBias) = scale.Fold(weight, bias);

        Assert.Equal(Logits(scaled, weight, bias), Logits(Vectors, foldedWeight, foldedBias), (x, y) => Math.Abs(x - y) < 1e-4);

        static float[] Logits(float[] vectors, DenseTensor weight, DenseTensor bias) =>
            [.. Enumerable.Range(0, 8).Select(i => bias.Values[i % 2] + Enumerable.Range(0, 3).Sum(d => vectors[(i / 2 * 3) + d] * weight.Values[(i % 2 * 3) + d]))];
    }
}
