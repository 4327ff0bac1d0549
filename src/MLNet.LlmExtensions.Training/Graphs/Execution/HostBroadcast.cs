using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Training.Graphs.Execution;

/// <summary>Element-wise arithmetic on small tensors in managed memory, with ONNX's broadcasting.</summary>
internal static class HostBroadcast
{
    /// <summary>Larger results are left to libtorch.</summary>
    public const long MostElements = 1 << 13;

    /// <summary>libtorch has no tensors of more dimensions, and the rank is the file's word.</summary>
    private const int MostDimensions = 64;

    /// <summary>The shape that several shapes broadcast to, or null when it is too large for managed memory.</summary>
    /// <exception cref="InvalidDataException">The shapes do not fit, or have too many dimensions.</exception>
    public static long[]? ResultShape(params ReadOnlySpan<long[]> shapes)
    {
        var rank = 0;
        foreach (var shape in shapes)
            rank = Math.Max(rank, shape.Length);
        if (rank > MostDimensions)
            throw new InvalidDataException($"A tensor has {rank} dimensions, more than the {MostDimensions} that are supported.");
        var result = new long[rank];
        Array.Fill(result, 1);
        foreach (var shape in shapes)
        {
            for (var i = 0; i < shape.Length; i++)
            {
                ref var size = ref result[rank - shape.Length + i];
                if (size == 1)
                    size = shape[i];
                else if (shape[i] != 1 && shape[i] != size)
                    throw new InvalidDataException($"The shapes [{string.Join(", ", result)}] and [{string.Join(", ", shape)}] do not broadcast.");
            }
        }

        long count = 1;
        foreach (var size in result)
        {
            count *= size;
            if (count > MostElements)
                return null;
        }

        return result;
    }

    /// <summary>For each element of the result, the element of an operand.</summary>
    public static int[] Indices(long[] from, long[] to)
    {
        var count = 1;
        foreach (var size in to)
            count *= (int)size;
        var result = new int[count];
        if (count == 0)
            return result;
        Span<int> strides = stackalloc int[to.Length];
        var stride = 1;
        for (var i = from.Length - 1; i >= 0; i--)
        {
            strides[to.Length - from.Length + i] = from[i] == 1 ? 0 : stride;
            stride *= (int)from[i];
        }

        Span<int> position = stackalloc int[to.Length];
        var index = 0;
        for (var element = 0; element < count; element++)
        {
            result[element] = index;
            for (var i = to.Length - 1; i >= 0; i--)
            {
                index += strides[i];
                if (++position[i] < to[i])
                    break;
                index -= strides[i] * (int)to[i];
                position[i] = 0;
            }
        }

        return result;
    }

    /// <summary>Applies an operation to every pair of elements; null when the result is too large.</summary>
    /// <param name="a">The left operand.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="type">The result's type.</param>
    /// <param name="integers">For integer operands.</param>
    /// <param name="reals">For floating-point operands.</param>
    public static HostTensor? Apply(HostTensor a, HostTensor b, DataType type, Func<long, long, long> integers, Func<double, double, double> reals)
    {
        if (ResultShape(a.Shape, b.Shape) is not { } shape)
            return null;
        var (left, right) = (Indices(a.Shape, shape), Indices(b.Shape, shape));
        if (a.IsReal || b.IsReal)
        {
            var results = new double[left.Length];
            for (var i = 0; i < results.Length; i++)
                results[i] = reals(a.Real(left[i]), b.Real(right[i]));
            return ElementTypes.IsReal(type) ? new HostTensor(type, shape, results) : new HostTensor(type, shape, Array.ConvertAll(results, value => (long)value));
        }

        var whole = new long[left.Length];
        for (var i = 0; i < whole.Length; i++)
            whole[i] = integers(a.Integer(left[i]), b.Integer(right[i]));
        return new HostTensor(type, shape, whole);
    }
}
