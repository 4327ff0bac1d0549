using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>
/// matmul for operands that may not fit. TorchSharp 0.106.0 does not catch what libtorch throws there, and the process ends; so
/// everything that libtorch would refuse is refused before.
/// </summary>
internal static class MatrixProduct
{
    /// <exception cref="InvalidOperationException">The shapes or types do not fit.</exception>
    public static Tensor Multiply(Tensor left, Tensor right)
    {
        if (left.dtype != right.dtype || left.dtype == ScalarType.Bool)
            throw new InvalidOperationException($"Matrices of the types {left.dtype} and {right.dtype} have no product.");

        if (!Fit(left.shape, right.shape))
        {
            throw new InvalidOperationException(
                $"Shapes [{string.Join(", ", left.shape)}] and [{string.Join(", ", right.shape)}] have no matrix product.");
        }

        return left.matmul(right);
    }

    private static bool Fit(long[] left, long[] right)
    {
        if (left.Length == 0 || right.Length == 0 || left[^1] != (right.Length == 1 ? right[0] : right[^2]))
            return false;

        // Batch dimensions, from the last one: equal, or one of them 1.
        for (var i = 3; i <= Math.Min(left.Length, right.Length); i++)
        {
            if (left[^i] != right[^i] && left[^i] != 1 && right[^i] != 1)
                return false;
        }

        return true;
    }
}
