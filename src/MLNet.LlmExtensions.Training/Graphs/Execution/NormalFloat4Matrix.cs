using System.Runtime.InteropServices;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Quantization;
using Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Execution;

/// <summary>A matrix as 4-bit NormalFloat with one scale for each block of 64 (<see href="https://arxiv.org/abs/2305.14314"/>).</summary>
internal sealed class NormalFloat4Matrix : IFrozenMatrix
{
    /// <summary>A byte holds two elements, so a table of 256 pairs unpacks it with one look-up.</summary>
    private const int Codes = 256;

    private readonly Tensor _packed;
    private readonly Tensor _scales;
    private readonly Tensor _pairs;
    private readonly long[] _shape;

    private NormalFloat4Matrix(Tensor packed, Tensor scales, Tensor pairs, long[] shape) =>
        (_packed, _scales, _pairs, _shape) = (packed, scales, pairs, shape);

    public long ByteLength => _packed.NumberOfElements + (_scales.NumberOfElements * sizeof(float));

    /// <summary>Quantises a stored matrix.</summary>
    public static NormalFloat4Matrix Quantize(TensorData data, TensorProto tensor, Device device)
    {
        using var scope = NewDisposeScope();
        var count = tensor.Dims[0] * tensor.Dims[1];
        var packed = empty([NormalFloat4.PackedLength(count)], ScalarType.Byte);
        var scales = empty([NormalFloat4.BlockCount(count), 1], ScalarType.Float32);
        NormalFloat4Quantizer.Quantize(data, tensor, packed.bytes, MemoryMarshal.Cast<byte, float>(scales.bytes));
        var codebook = NormalFloat4.Codebook;
        var pairs = new float[2 * Codes];
        for (var code = 0; code < Codes; code++)
            (pairs[2 * code], pairs[(2 * code) + 1]) = (codebook[code >> 4], codebook[code & 15]);
        return new NormalFloat4Matrix(
            packed.to(device).DetachFromDisposeScope(),
            scales.to(device).DetachFromDisposeScope(),
            torch.tensor(pairs, [Codes, 2L], ScalarType.Float32).to(device).DetachFromDisposeScope(),
            [.. tensor.Dims]);
    }

    public Tensor Dequantize(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var codes = _packed.to_type(ScalarType.Int64);
        var values = _pairs.index_select(0, codes);
        codes.Dispose();
        var blocks = values.view(-1, NormalFloat4.BlockSize);
        blocks.mul_(_scales);
        var count = _shape[0] * _shape[1];
        return blocks.view(-1).narrow(0, 0, count).view(_shape).to_type(type).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _packed.Dispose();
        _scales.Dispose();
        _pairs.Dispose();
    }
}
