using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Rotary position embedding (<see href="https://arxiv.org/abs/2104.09864"/>) from tables of cosines and sines.</summary>
internal static class RotaryOperators
{
    public static void Register(OperatorRegistry registry) => registry.AddMicrosoft("RotaryEmbedding", static (node, _) => RotaryEmbedding(node));

    /// <summary>Rotates pairs of components.</summary>
    /// <param name="value">[batch, heads, length, size].</param>
    /// <param name="positions">Integers [batch or 1, length].</param>
    /// <param name="cosines">[positions, rotated size / 2].</param>
    /// <param name="sines">[positions, rotated size / 2].</param>
    /// <param name="isInterleaved">Whether neighbours make a pair; otherwise component i and i + size/2 do.</param>
    /// <param name="node">For errors.</param>
    /// <returns>[batch, heads, length, size], in the caller's scope.</returns>
    public static Tensor Rotate(Tensor value, Tensor positions, Tensor cosines, Tensor sines, bool isInterleaved, GraphNode node)
    {
        using var scope = NewDisposeScope();
        var half = cosines.shape[1];
        using var places = IndexingOperators.FromFront(positions, cosines.shape[0], node);
        var cosine = cosines.index_select(0, places.reshape(-1)).view(places.shape[0], 1, places.shape[1], half);
        var sine = sines.index_select(0, places.reshape(-1)).view(places.shape[0], 1, places.shape[1], half);
        var size = value.shape[3];
        var rotated = size == 2 * half ? value : value.narrow(3, 0, 2 * half);
        Tensor first, second;
        if (isInterleaved)
            (first, second) = (rotated.slice(3, 0, 2 * half, 2), rotated.slice(3, 1, 2 * half, 2));
        else
            (first, second) = (rotated.narrow(3, 0, half), rotated.narrow(3, half, half));
        var left = first.mul(cosine).sub(second.mul(sine));
        var right = second.mul(cosine).add(first.mul(sine));
        var result = isInterleaved ? stack([left, right], -1).flatten(3, 4) : cat([left, right], 3);
        if (size != 2 * half)
            result = cat([result, value.narrow(3, 2 * half, size - (2 * half))], 3);
        return result.MoveToOuterDisposeScope();
    }

    private static Kernel RotaryEmbedding(GraphNode node)
    {
        var isInterleaved = node.Attributes.Flag("interleaved");
        var heads = node.Attributes.Integer("num_heads", 0);
        if (node.Attributes.Real("scale", 1) != 1 || node.Attributes.Flag("is_packed_batching"))
            throw new NotSupportedException($"{node} scales or packs its input, which is not supported in training.");
        return call =>
        {
            using var scope = NewDisposeScope();
            var value = call.Tensor(0);
            var (cosines, sines) = (call.Tensor(2), call.Tensor(3));
            var isFlat = value.ndim == 3;
            var shape = value.shape;
            var size = heads > 0 ? shape[^1] / (isFlat ? heads : 1) : 2 * cosines.shape[1];
            var split = isFlat ? value.view(shape[0], shape[1], shape[2] / size, size).transpose(1, 2) : value;
            var positions = call.Tensor(1).to_type(ScalarType.Int64);
            // One number is the position of the first token of every row.
            if (positions.NumberOfElements == 1 && split.shape[2] != 1)
                positions = positions.reshape(1, 1).add(arange(split.shape[2], ScalarType.Int64, call.Device).unsqueeze(0));
            var result = Rotate(split, positions.ndim == 2 ? positions : positions.reshape(1, -1), cosines, sines, isInterleaved, node);
            call.Return((isFlat ? result.transpose(1, 2).reshape(shape) : result).MoveToOuterDisposeScope());
        };
    }
}
