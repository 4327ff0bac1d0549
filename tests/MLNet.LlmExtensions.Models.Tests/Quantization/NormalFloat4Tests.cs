using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Quantization;
using MLNet.LlmExtensions.Tests.Shared;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Tests.Quantization;

public sealed class NormalFloat4Tests
{
    [Fact]
    public void Codebook_is_the_quantiles_of_the_normal_distribution()
    {
        // QLoRA's construction: 8 quantiles above zero and 7 below, from the middle to a tail of (1/32 + 1/30) / 2, with an
        // exact zero between them, divided by the largest.
        const double Tail = 1 - (((1.0 / 32) + (1.0 / 30)) / 2);
        var positive = Enumerable.Range(0, 8).Select(i => NormalQuantile(Tail + (i * (0.5 - Tail) / 8)));
        var negative = Enumerable.Range(0, 7).Select(i => -NormalQuantile(Tail + (i * (0.5 - Tail) / 7)));
        var values = positive.Append(0).Concat(negative).Order().ToArray();
        Assert.Equal(16, values.Length);
        for (var code = 0; code < 16; code++)
            Assert.Equal(values[code] / values[15], NormalFloat4.Codebook[code], 1e-6);
    }

    [Fact]
    public void Codebook_ascends_from_minus_one_to_one_with_an_exact_zero()
    {
        var values = NormalFloat4.Codebook.ToArray();
        Assert.Equal(values.Order(), values);
        Assert.Equal(values.Distinct(), values);
        Assert.Equal((-1f, 0f, 1f), (values[0], values[NormalFloat4.ZeroCode], values[15]));
    }

    [Fact]
    public void Small_block_is_packed_as_by_hand()
    {
        // Divided by 4: -1, 0.25, 0, 1, -0.5, 0.1. Nearest values: -1, 0.2461, 0, 1, -0.5251, 0.0796, then the padding.
        var (packed, scales) = Quantize(StoredWeights.Of([-4, 1, 0, 4, -2, 0.4f], 2, 3));
        Assert.Equal([4f], scales);
        Assert.Equal(NormalFloat4.BlockBytes, packed.Length);
        Assert.Equal([0x0A, 0x7F, 0x28], packed[..3]);
        Assert.All(packed[3..], pair => Assert.Equal(0x77, pair));
    }

    [Fact]
    public void Every_value_of_the_codebook_comes_back_exactly()
    {
        var weights = Enumerable.Range(0, 64).Select(i => 0.5f * NormalFloat4.Codebook[(i * 5) % 16]).ToArray();
        var (packed, scales) = Quantize(StoredWeights.Of(weights, 4, 16));
        Assert.Equal(weights, Dequantize(packed, scales, 64));
    }

    [Theory]
    [InlineData("Float")]
    [InlineData("Float16")]
    [InlineData("Bfloat16")]
    [InlineData("Double")]
    public void Each_weight_goes_to_the_nearest_value_for_every_stored_type(string type)
    {
        // Blocks go across the ends of rows, there is more than one piece, and the last block is not full.
        const int Rows = 251;
        const int Columns = 333;
        var (tensor, rounded) = StoredWeights.Rounded(StoredWeights.Normal(Rows * Columns, seed: 7), Enum.Parse<DataType>(type), Rows, Columns);
        var (packed, scales) = Quantize(tensor);
        var result = Dequantize(packed, scales, rounded.Length);
        for (var i = 0; i < rounded.Length; i++)
        {
            var block = rounded.Skip(i / 64 * 64).Take(64);
            if (i % 64 == 0)
                Assert.Equal(block.Max(MathF.Abs), scales[i / 64]);
            var nearest = float.MaxValue;
            foreach (var value in NormalFloat4.Codebook)
                nearest = MathF.Min(nearest, MathF.Abs((value * scales[i / 64]) - rounded[i]));
            Assert.Equal(nearest, MathF.Abs(result[i] - rounded[i]), scales[i / 64] * 1e-6f);
        }
    }

    [Fact]
    public void Normal_weights_lose_less_than_with_sixteen_even_steps()
    {
        const int Count = 64 * 512;
        var weights = StoredWeights.Normal(Count, seed: 8);
        var (packed, scales) = Quantize(StoredWeights.Of(weights, 512, 64));
        var normalFloat = SquaredError(weights, Dequantize(packed, scales, Count));
        var even = SquaredError(weights, [.. weights.Select((w, i) => MathF.Round(w / scales[i / 64] * 7) / 7 * scales[i / 64])]);
        Assert.True(normalFloat < 0.8 * even, $"{normalFloat} against {even}");
        // Of the weights' own power.
        Assert.InRange(normalFloat / weights.Sum(w => (double)w * w), 0.005, 0.01);
    }

    [Fact]
    public void Scale_of_the_weights_passes_through()
    {
        var weights = StoredWeights.Normal(1000, seed: 9);
        var (packed, scales) = Quantize(StoredWeights.Of(weights, 10, 100));
        var (same, halves) = Quantize(StoredWeights.Of([.. weights.Select(w => w / 2)], 10, 100));
        Assert.Equal(packed, same);
        Assert.Equal(scales.Select(s => s / 2), halves);
    }

    [Fact]
    public void Zeros_and_the_smallest_numbers_come_back()
    {
        var weights = new float[192];
        weights[64] = float.Epsilon;
        weights[130] = -1e-38f;
        var (packed, scales) = Quantize(StoredWeights.Of(weights, 192));
        Assert.Equal([0, float.Epsilon, 1e-38f], scales);
        Assert.Equal(weights, Dequantize(packed, scales, 192));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 32)]
    [InlineData(64, 1, 32)]
    [InlineData(65, 2, 64)]
    [InlineData(45_088_768, 704_512, 22_544_384)]
    public void Sizes_are_whole_blocks(long elements, long blocks, long bytes) =>
        Assert.Equal((blocks, bytes), (NormalFloat4.BlockCount(elements), NormalFloat4.PackedLength(elements)));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Weights_that_are_not_finite_are_refused_by_name(float wrong)
    {
        var weights = StoredWeights.Normal(300 * 400, seed: 10);
        weights[^1] = wrong;
        var error = Assert.Throws<InvalidDataException>(() => Quantize(StoredWeights.Of(weights, 300, 400)));
        Assert.Contains("'encoder.dense.weight'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Destinations_of_another_size_are_refused()
    {
        var tensor = StoredWeights.Of(new float[65], 65);
        using var data = new TensorData(null, "test");
        Assert.Throws<ArgumentException>("packed", () => NormalFloat4Quantizer.Quantize(data, tensor, new byte[33], new float[2]));
        Assert.Throws<ArgumentException>("scales", () => NormalFloat4Quantizer.Quantize(data, tensor, new byte[64], new float[1]));
    }

    [Fact]
    public void Weights_in_a_file_are_quantised_where_they_lie()
    {
        var weights = StoredWeights.Normal(70_000, seed: 11);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("weights.bin"), [1, 2, 3, 4, .. System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(weights)]);
        var external = StoredWeights.Of([], 700, 100);
        ExternalData.Set(external, new ExternalDataLocation("weights.bin", 4, 4 * weights.Length));
        var expected = Quantize(StoredWeights.Of(weights, 700, 100));
        var actual = Quantize(external, folder.Path);
        Assert.Equal(expected.Packed, actual.Packed);
        Assert.Equal(expected.Scales, actual.Scales);
    }

    private static (byte[] Packed, float[] Scales) Quantize(TensorProto tensor, string? folder = null)
    {
        var count = tensor.Dims.Aggregate(1L, (product, size) => product * size);
        var packed = new byte[NormalFloat4.PackedLength(count)];
        var scales = new float[NormalFloat4.BlockCount(count)];
        using var data = new TensorData(folder, "test");
        NormalFloat4Quantizer.Quantize(data, tensor, packed, scales);
        return (packed, scales);
    }

    /// <summary>The documented layout, read element by element.</summary>
    private static float[] Dequantize(byte[] packed, float[] scales, int count) =>
        [.. Enumerable.Range(0, count).Select(i =>
            NormalFloat4.Codebook[i % 2 == 0 ? packed[i / 2] >> 4 : packed[i / 2] & 15] * scales[i / 64])];

    private static double SquaredError(float[] expected, float[] actual) =>
        expected.Zip(actual, (e, a) => (double)(e - a) * (e - a)).Sum();

    /// <summary>The inverse of the normal distribution function, by bisection of its integral.</summary>
    private static double NormalQuantile(double probability)
    {
        var (low, high) = (0.0, 8.0);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            if (0.5 + Area(middle) < probability)
                low = middle;
            else
                high = middle;
        }

        return low;

        // Simpson's rule for the density from 0 to x.
        static double Area(double x)
        {
            const int Steps = 2000;
            var sum = 0.0;
            for (var i = 0; i <= Steps; i++)
            {
                var t = x * i / Steps;
                sum += (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-t * t / 2);
            }

            return sum * x / Steps / 3 / Math.Sqrt(2 * Math.PI);
        }
    }
}
