using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Quantization;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Tests.Quantization;

public sealed class Int8RowQuantizerTests
{
    [Fact]
    public void Small_matrix_is_quantised_as_by_hand()
    {
        // Row 0: the largest magnitude is 2.54, so a step is 0.02. Row 1: the largest is -127, so a step is 1.
        var (values, scales) = Quantize(StoredWeights.Of([2.54f, -1.27f, 0.021f, 0f, -127f, 63.4f, 0.5f, 1.5f], 2, 4));
        Assert.Equal([127, -64, 1, 0, -127, 63, 0, 2], values); // -63.5, 0.5 and 1.5 go to the even neighbour
        Assert.Equal(0.02f, scales[0], 1e-8f);
        Assert.Equal(1f, scales[1]);
    }

    [Theory]
    [InlineData("Float")]
    [InlineData("Float16")]
    [InlineData("Bfloat16")]
    [InlineData("Double")]
    public void Error_is_at_most_half_a_step_for_every_stored_type(string type)
    {
        // More than one piece, and a last one that is shorter.
        const int Rows = 301;
        const int Columns = 517;
        var (tensor, rounded) = StoredWeights.Rounded(StoredWeights.Normal(Rows * Columns, seed: 3), Enum.Parse<DataType>(type), Rows, Columns);
        var (values, scales) = Quantize(tensor);
        for (var r = 0; r < Rows; r++)
        {
            var row = rounded.AsSpan(r * Columns, Columns);
            var largest = 0f;
            foreach (var weight in row)
                largest = MathF.Max(largest, MathF.Abs(weight));
            Assert.Equal(largest / 127, scales[r], largest * 1e-6f);
            for (var c = 0; c < Columns; c++)
                Assert.True(MathF.Abs((values[(r * Columns) + c] * scales[r]) - row[c]) <= 0.50001f * scales[r]);
        }
    }

    [Fact]
    public void Largest_magnitude_of_each_row_uses_the_whole_range()
    {
        var (values, _) = Quantize(StoredWeights.Of(StoredWeights.Normal(40 * 33, seed: 4), 40, 33));
        for (var r = 0; r < 40; r++)
            Assert.Equal(127, values.Skip(r * 33).Take(33).Max(v => Math.Abs((int)v)));
        Assert.DoesNotContain(sbyte.MinValue, values);
    }

    [Fact]
    public void Sign_and_scale_of_the_weights_pass_through()
    {
        var weights = StoredWeights.Normal(24 * 65, seed: 5);
        var (values, scales) = Quantize(StoredWeights.Of(weights, 24, 65));
        var (negative, sameScales) = Quantize(StoredWeights.Of([.. weights.Select(w => -w)], 24, 65));
        Assert.Equal(values.Select(v => -v), negative.Select(v => (int)v));
        Assert.Equal(scales, sameScales);

        var (same, eightfold) = Quantize(StoredWeights.Of([.. weights.Select(w => 8 * w)], 24, 65));
        Assert.Equal(values, same);
        Assert.Equal(scales.Select(s => 8 * s), eightfold);
    }

    [Fact]
    public void Rows_of_zeros_and_of_the_smallest_numbers_become_zeros()
    {
        var (values, scales) = Quantize(StoredWeights.Of([0, 0, float.Epsilon, -float.Epsilon, 3, -3], 3, 2));
        Assert.Equal([0, 0, 0, 0, 127, -127], values);
        Assert.Equal([1, 1, 3f / 127], scales);
    }

    [Fact]
    public void Vectors_and_tensors_of_more_dimensions_have_rows_too()
    {
        Assert.Equal([127, -127, 127], Quantize(StoredWeights.Of([1, -2, 4], 3)).Values);
        Assert.Equal(2, Quantize(StoredWeights.Of(StoredWeights.Normal(12, seed: 1), 2, 3, 2)).Scales.Length);
        Assert.Empty(Quantize(StoredWeights.Of([], 0, 5)).Scales);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Weights_that_are_not_finite_are_refused_by_name(float wrong)
    {
        var weights = StoredWeights.Normal(200 * 400, seed: 6);
        weights[^3] = wrong;
        var error = Assert.Throws<InvalidDataException>(() => Quantize(StoredWeights.Of(weights, 200, 400)));
        Assert.Contains("'encoder.dense.weight'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensor_with_fewer_elements_than_its_shape_is_refused_by_name()
    {
        var error = Assert.Throws<InvalidDataException>(() => Quantize(StoredWeights.Of(new float[11], 3, 4)));
        Assert.Contains("'encoder.dense.weight'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Destinations_of_another_size_and_single_numbers_are_refused()
    {
        var tensor = StoredWeights.Of(new float[6], 2, 3);
        using var data = new TensorData(null, "test");
        Assert.Throws<ArgumentException>("scales", () => Int8RowQuantizer.Quantize(data, tensor, new sbyte[6], new float[3]));
        Assert.Throws<ArgumentException>("values", () => Int8RowQuantizer.Quantize(data, tensor, new sbyte[5], new float[2]));
        Assert.Throws<ArgumentException>("tensor", () => Int8RowQuantizer.Quantize(data, StoredWeights.Of([1f]), new sbyte[1], new float[1]));
    }

    private static (sbyte[] Values, float[] Scales) Quantize(TensorProto tensor)
    {
        var values = new sbyte[tensor.Dims.Aggregate(1L, (product, size) => product * size)];
        var scales = new float[tensor.Dims[0]];
        using var data = new TensorData(null, "test");
        Int8RowQuantizer.Quantize(data, tensor, values, scales);
        return (values, scales);
    }
}
