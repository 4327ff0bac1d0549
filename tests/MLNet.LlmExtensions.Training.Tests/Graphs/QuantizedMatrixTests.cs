using System.Runtime.InteropServices;
using Google.Protobuf;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Quantization;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using Onnx;
using static TorchSharp.torch;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Training.Tests.Graphs;

/// <summary>Quantised weights in native memory are what the managed quantisers say they are.</summary>
public sealed class QuantizedMatrixTests
{
    // Blocks of 64 go across the ends of rows of 37, and the last one is not full.
    private const int Rows = 5, Columns = 37;

    private static readonly float[] Values = SingleOperator.Values(1, 1, Rows, Columns);

    [Fact]
    public void Int8_rows_are_values_times_their_scale()
    {
        var (codes, scales) = (new sbyte[Rows * Columns], new float[Rows]);
        using var data = new TensorData(null, "the test");
        Int8RowQuantizer.Quantize(data, Tensor(), codes, scales);
        var expected = codes.Select((code, i) => code * scales[i / Columns]).ToArray();

        using var matrix = Int8Matrix.Quantize(data, Tensor(), CPU);
        using var wide = matrix.Dequantize(ScalarType.Float32);
        Assert.Equal([Rows, Columns], wide.shape);
        Assert.Equal(expected, Tensors.ToArray(wide));
        Assert.Equal((Rows * Columns) + (Rows * sizeof(float)), matrix.ByteLength);
    }

    [Fact]
    public void Normal_float_blocks_are_codes_times_their_scale()
    {
        var packed = new byte[NormalFloat4.PackedLength(Values.Length)];
        var scales = new float[NormalFloat4.BlockCount(Values.Length)];
        using var data = new TensorData(null, "the test");
        NormalFloat4Quantizer.Quantize(data, Tensor(), packed, scales);
        var expected = Values.Select((_, i) => NormalFloat4.Codebook[(packed[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 15] * scales[i / NormalFloat4.BlockSize]).ToArray();

        using var matrix = NormalFloat4Matrix.Quantize(data, Tensor(), CPU);
        using var wide = matrix.Dequantize(ScalarType.Float32);
        Assert.Equal([Rows, Columns], wide.shape);
        Assert.Equal(expected, Tensors.ToArray(wide));
        Close.Equal(Values, Tensors.ToArray(wide), 0.16, "the matrix");
    }

    private static TensorProto Tensor() => new()
    {
        Name = "weight",
        DataType = (int)DataType.Float,
        Dims = { Rows, Columns },
        RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(Values)),
    };
}
