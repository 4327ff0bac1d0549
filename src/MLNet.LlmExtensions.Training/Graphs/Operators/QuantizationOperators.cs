using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Products of quantised numbers, as ONNX and ONNX Runtime write them.</summary>
internal static class QuantizationOperators
{
    private const int LargestByte = 255;

    public static void Register(OperatorRegistry registry)
    {
        registry.Add("DynamicQuantizeLinear", static (_, _) => DynamicQuantizeLinear);
        registry.Add("MatMulInteger", static (_, _) => MatMulInteger);
        registry.Add("DequantizeLinear", static (node, _) => DequantizeLinear(node));
        registry.AddMicrosoft("MatMulNBits", static (node, _) => MatMulNBits(node));
    }

    /// <summary>To unsigned bytes whose range is that of the tensor, zero included.</summary>
    private static void DynamicQuantizeLinear(Call call)
    {
        using var scope = NewDisposeScope();
        var value = call.Tensor(0).detach().to_type(ScalarType.Float32);
        var nothing = zeros([], ScalarType.Float32, call.Device);
        var (low, high) = (minimum(value.min(), nothing), maximum(value.max(), nothing));
        var range = high.sub(low);
        // A tensor of zeros has no range; any scale will do.
        var scale = where(range.gt(0), range.div(LargestByte), ones([], ScalarType.Float32, call.Device));
        var zero = nothing.sub(low.div(scale)).round().clamp(0, LargestByte);
        var quantized = value.div(scale).round().add(zero).clamp(0, LargestByte);
        call.Return(0, quantized.to_type(ScalarType.Byte).MoveToOuterDisposeScope());
        call.Return(1, scale.MoveToOuterDisposeScope());
        call.Return(2, zero.to_type(ScalarType.Byte).MoveToOuterDisposeScope());
    }

    /// <summary>Exact: 64-bit floating point holds every sum that 32-bit integers hold.</summary>
    private static void MatMulInteger(Call call)
    {
        using var scope = NewDisposeScope();
        var left = Centred(call.Tensor(0), call.OptionalTensor(2), isRow: true);
        var right = Centred(call.Tensor(1), call.OptionalTensor(3), isRow: false);
        call.Return(MatrixProduct.Multiply(left, right).to_type(ScalarType.Int32).MoveToOuterDisposeScope());
    }

    /// <summary>Zero points are one number, or one for each row of the left or column of the right operand.</summary>
    private static Tensor Centred(Tensor value, Tensor? zero, bool isRow)
    {
        var wide = value.to_type(ScalarType.Float64);
        if (zero is null)
            return wide;
        var centre = zero.to_type(ScalarType.Float64);
        return wide.sub(isRow && centre.ndim == 1 && centre.shape[0] > 1 ? centre.unsqueeze(-1) : centre);
    }

    /// <summary>(x - zero) · scale, with one scale or one for each index of an axis.</summary>
    private static Kernel DequantizeLinear(GraphNode node)
    {
        var axis = node.Attributes.Integer("axis", 1);
        if (node.Attributes.Integer("block_size", 0) != 0)
            throw new NotSupportedException($"{node} has scales for blocks, which is not supported in training.");
        return call =>
        {
            using var scope = NewDisposeScope();
            var value = call.Tensor(0);
            var (scale, zero) = (call.Tensor(1), call.OptionalTensor(2));
            var wide = value.to_type(scale.dtype);
            if (zero is not null)
                wide = wide.sub(Along(zero.to_type(scale.dtype), value.ndim, axis));
            call.Return(wide.mul(Along(scale, value.ndim, axis)).MoveToOuterDisposeScope());
        };
    }

    private static Tensor Along(Tensor factors, long rank, long axis)
    {
        if (factors.ndim == 0 || factors.NumberOfElements == 1)
            return factors.reshape([]);
        var shape = new long[rank];
        Array.Fill(shape, 1);
        shape[Axes.Normalize(axis, rank)] = factors.NumberOfElements;
        return factors.reshape(shape);
    }

    /// <summary>A product with weights of 4 or 8 bits in blocks along the inputs.</summary>
    private static Kernel MatMulNBits(GraphNode node)
    {
        var (inputs, outputs) = (node.Attributes.Integer("K", 0), node.Attributes.Integer("N", 0));
        var (bits, block) = (node.Attributes.Integer("bits", 4), node.Attributes.Integer("block_size", 32));
        if (bits is not (4 or 8) || node.HasInput(4))
            throw new NotSupportedException($"{node} has weights of {bits} bits or in another order, which is not supported in training.");
        if (inputs <= 0 || outputs <= 0 || block <= 0)
            throw new InvalidDataException($"{node} has no sizes.");
        var blocks = (inputs + block - 1) / block;
        return call =>
        {
            using var scope = NewDisposeScope();
            var x = call.Tensor(0);
            Tensor weight;
            using (no_grad())
            {
                var codes = Unpack(call.Tensor(1).reshape(outputs, blocks, -1), bits);
                var scales = call.Tensor(2).reshape(outputs, blocks, 1);
                // Zero points are packed like weights, each output's row to whole bytes.
                var zero = call.OptionalTensor(3) switch
                {
                    null => full([1], 1 << (int)(bits - 1), ScalarType.Float32, call.Device),
                    { dtype: ScalarType.Byte } packed => Unpack(packed.reshape(outputs, -1), bits).narrow(1, 0, blocks).unsqueeze(2),
                    var plain => plain.reshape(outputs, blocks, 1),
                };
                weight = codes.sub(zero).mul(scales).reshape(outputs, -1).narrow(1, 0, inputs).to_type(x.dtype);
            }

            call.Return(nn.functional.linear(x, weight, call.OptionalTensor(5)).MoveToOuterDisposeScope());
        };
    }

    /// <summary>Codes as single precision; of two in a byte the earlier is in the low bits.</summary>
    private static Tensor Unpack(Tensor bytes, long bits)
    {
        var wide = bytes.to_type(ScalarType.Float32);
        if (bits == 8)
            return wide;
        var high = wide.div(16).floor();
        var low = wide.sub(high.mul(16));
        return stack([low, high], -1).flatten(-2, -1);
    }
}
