using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>What is added to attention scores, from the masks that ONNX Runtime's operators take.</summary>
internal static class AttentionMasks
{
    /// <summary>A bias from a mask of keys.</summary>
    /// <param name="mask">Integers: [batch] or [2 · batch] numbers of keys, [batch, keys] or [batch, length, keys] with 1 for what may be seen.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="keys">Keys of a row.</param>
    /// <param name="blocked">What is added where a key may not be seen.</param>
    /// <returns>Broadcasts to [batch, heads, length, keys]; in the caller's scope.</returns>
    public static Tensor FromMask(Tensor mask, long batch, long keys, double blocked)
    {
        using var scope = NewDisposeScope();
        Tensor isHidden;
        if (mask.ndim == 1)
        {
            var ends = mask.narrow(0, 0, batch).to_type(ScalarType.Int64).view(batch, 1, 1, 1);
            var positions = arange(keys, ScalarType.Int64, mask.device).view(1, 1, 1, keys);
            isHidden = positions.ge(ends);
            if (mask.shape[0] == 2 * batch)
                isHidden = isHidden.logical_or(positions.lt(mask.narrow(0, batch, batch).to_type(ScalarType.Int64).view(batch, 1, 1, 1)));
        }
        else
        {
            isHidden = mask.eq(0);
            isHidden = mask.ndim switch
            {
                2 => isHidden.unsqueeze(1).unsqueeze(1),
                3 => isHidden.unsqueeze(1),
                _ => throw new NotSupportedException($"An attention mask of {mask.ndim} dimensions is not supported in training."),
            };
        }

        return isHidden.to_type(ScalarType.Float32).mul_(blocked).MoveToOuterDisposeScope();
    }

    /// <summary>A bias under which a query sees itself and what is before it.</summary>
    /// <param name="length">Queries.</param>
    /// <param name="keys">Keys, the last of which are the queries' own.</param>
    /// <param name="window">How many keys a query sees, its own included; null for all.</param>
    /// <param name="blocked">What is added where a key may not be seen.</param>
    /// <param name="device">Where to put it.</param>
    /// <returns>[length, keys], in the caller's scope.</returns>
    public static Tensor Causal(long length, long keys, long? window, double blocked, Device device)
    {
        using var scope = NewDisposeScope();
        var everything = ones([length, keys], ScalarType.Float32, device);
        var hidden = everything.triu(keys - length + 1);
        if (window is { } size)
            hidden = hidden.add(everything.tril(keys - length - size));
        return hidden.mul_(blocked).MoveToOuterDisposeScope();
    }

    /// <summary>The sum of two biases, either of which may be missing.</summary>
    public static Tensor? Sum(Tensor? a, Tensor? b) => a is null ? b : b is null ? a : a.add(b);
}
