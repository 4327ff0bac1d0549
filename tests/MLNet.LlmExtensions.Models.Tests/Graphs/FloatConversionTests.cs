using MLNet.LlmExtensions.Models.Graphs;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Tests.Graphs;

public sealed class FloatConversionTests
{
    [Theory]
    [InlineData(1f, 0x3F80)]
    [InlineData(-2.5f, 0xC020)]
    [InlineData(1.00390625f, 0x3F80)] // halfway between two numbers: the even one
    [InlineData(1.01171875f, 0x3F82)] // halfway again
    [InlineData(1.0040f, 0x3F81)]
    [InlineData(3.4e38f, 0x7F80)] // beyond the largest number
    [InlineData(float.NegativeInfinity, 0xFF80)]
    [InlineData(0f, 0)]
    public void Bfloat16_is_rounded_to_the_nearest(float value, int bits)
    {
        var bytes = new byte[2];
        FloatConversion.Narrow([value], DataType.Bfloat16, bytes);
        Assert.Equal(bits, bytes[0] | (bytes[1] << 8));
    }

    [Fact]
    public void Not_a_number_stays_so()
    {
        foreach (var type in new[] { DataType.Float, DataType.Float16, DataType.Bfloat16, DataType.Double })
        {
            var back = new float[2];
            var bytes = new byte[2 * FloatConversion.SizeOf(type)];
            FloatConversion.Narrow([float.NaN, BitConverter.UInt32BitsToSingle(0x7F800001)], type, bytes);
            FloatConversion.Widen(bytes, type, back);
            Assert.All(back, value => Assert.True(float.IsNaN(value)));
        }
    }

    [Fact]
    public void What_a_type_holds_comes_back()
    {
        foreach (var type in new[] { DataType.Float, DataType.Float16, DataType.Bfloat16, DataType.Double })
        {
            float[] values = [1, -0.5f, 0.15625f, -240, 0];
            var back = new float[values.Length];
            var bytes = new byte[values.Length * FloatConversion.SizeOf(type)];
            FloatConversion.Narrow(values, type, bytes);
            FloatConversion.Widen(bytes, type, back);
            Assert.Equal(values, back);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => FloatConversion.Narrow([1], DataType.Int32, new byte[4]));
    }
}
