using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>ONNX Runtime's attention operators, without a cache of past keys and values.</summary>
/// <remarks>
/// Specification: <see href="https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md"/>.
/// </remarks>
internal static class ContribAttentionOperators
{
    /// <summary>What the operators add to the scores of hidden keys unless the node says otherwise.</summary>
    private const float Blocked = -10000f;

    public static void Register(OperatorRegistry registry)
    {
        registry.AddMicrosoft("Attention", static (node, _) => Attention(node));
        registry.AddMicrosoft("MultiHeadAttention", static (node, _) => MultiHead(node));
        registry.AddMicrosoft("GroupQueryAttention", static (node, _) => GroupQuery(node));
    }

    /// <summary>Projection to queries, keys and values in one product, then attention.</summary>
    private static Kernel Attention(GraphNode node)
    {
        var heads = Heads(node, "num_heads");
        var isCausal = node.Attributes.Flag("unidirectional");
        var blocked = node.Attributes.Real("mask_filter_value", Blocked);
        var scale = node.Attributes.Real("scale", 0);
        var sizes = node.Attributes.Integers("qkv_hidden_sizes");
        if (node.Attributes.Flag("do_rotary") || node.HasInput(4))
            throw new NotSupportedException($"{node} has rotary positions or a cache, which is not supported in training.");
        return call =>
        {
            using var scope = NewDisposeScope();
            using var pair = new PromotedPair(call.Tensor(0), call.Tensor(1));
            var projected = MatrixProduct.Multiply(pair.Left, pair.Right);
            if (call.OptionalTensor(2) is { } bias)
                projected = projected.add(bias);
            var all = projected.shape[2];
            var widths = sizes ?? [all / 3, all / 3, all / 3];
            var query = Split(projected.narrow(2, 0, widths[0]), heads);
            var key = Split(projected.narrow(2, widths[0], widths[1]), heads);
            var value = Split(projected.narrow(2, widths[0] + widths[1], widths[2]), heads);
            var mask = call.OptionalTensor(3) is { } keys ? AttentionMasks.FromMask(keys, query.shape[0], key.shape[2], blocked) : null;
            mask = AttentionMasks.Sum(mask, call.OptionalTensor(5));
            if (isCausal)
                mask = AttentionMasks.Sum(mask, AttentionMasks.Causal(query.shape[2], key.shape[2], null, blocked, call.Device));
            call.Return(Join(AttentionMath.Compute(query, key, value, mask, ScaleOf(scale, query))).MoveToOuterDisposeScope());
        };
    }

    /// <summary>Attention over queries, keys and values that were projected before.</summary>
    private static Kernel MultiHead(GraphNode node)
    {
        var heads = Heads(node, "num_heads");
        var isCausal = node.Attributes.Flag("unidirectional");
        var blocked = node.Attributes.Real("mask_filter_value", Blocked);
        var scale = node.Attributes.Real("scale", 0);
        if (node.HasInput(6) || node.HasInput(7) || node.Outputs.Skip(1).Any(output => output.Length > 0))
            throw new NotSupportedException($"{node} has a cache of keys and values, which is not supported in training.");
        return call =>
        {
            using var scope = NewDisposeScope();
            var (query, key, value) = Parts(call);
            if (call.OptionalTensor(3) is { } bias)
            {
                var (q, k) = (Width(query), Width(key));
                query = Shifted(query, bias.narrow(0, 0, q));
                key = Shifted(key, bias.narrow(0, q, k));
                value = Shifted(value, bias.narrow(0, q + k, bias.shape[0] - q - k));
            }

            (query, key, value) = (Split(query, heads), Split(key, heads), Split(value, heads));
            var mask = call.OptionalTensor(4) is { } keys ? AttentionMasks.FromMask(keys, query.shape[0], key.shape[2], blocked) : null;
            mask = AttentionMasks.Sum(mask, call.OptionalTensor(5));
            if (isCausal)
                mask = AttentionMasks.Sum(mask, AttentionMasks.Causal(query.shape[2], key.shape[2], null, blocked, call.Device));
            call.Return(Join(AttentionMath.Compute(query, key, value, mask, ScaleOf(scale, query))).MoveToOuterDisposeScope());
        };
    }

    /// <summary>Causal attention in which several heads share keys and values, with rotary positions where wanted.</summary>
    private static Kernel GroupQuery(GraphNode node)
    {
        var heads = Heads(node, "num_heads");
        var groups = Heads(node, "kv_num_heads");
        var scale = node.Attributes.Real("scale", 0);
        var window = node.Attributes.Integer("local_window_size", -1);
        var rotates = node.Attributes.Flag("do_rotary");
        var isInterleaved = node.Attributes.Flag("rotary_interleaved");
        if (node.Attributes.Real("softcap", 0) != 0 || node.Attributes.Flag("smooth_softmax") || node.HasInput(11))
            throw new NotSupportedException($"{node} bends its scores, which is not supported in training.");
        return call =>
        {
            using var scope = NewDisposeScope();
            if (call.Has(3) && call.ShapeOf(3)[2] != 0)
                throw new NotSupportedException($"{node} is given past keys and values, which is not supported in training.");
            Tensor query, key, value;
            if (call.Has(1))
            {
                (query, key, value) = (Split(call.Tensor(0), heads), Split(call.Tensor(1), groups), Split(call.Tensor(2), groups));
            }
            else
            {
                // Packed: the query's heads, then the keys', then the values'.
                var packed = Split(call.Tensor(0), heads + (2 * groups));
                (query, key, value) = (packed.narrow(1, 0, heads), packed.narrow(1, heads, groups), packed.narrow(1, heads + groups, groups));
            }

            var length = query.shape[2];
            if (rotates)
            {
                var positions = call.OptionalTensor(9)?.to_type(ScalarType.Int64) ?? arange(length, ScalarType.Int64, call.Device).unsqueeze(0);
                query = RotaryOperators.Rotate(query, positions, call.Tensor(7), call.Tensor(8), isInterleaved, node);
                key = RotaryOperators.Rotate(key, positions, call.Tensor(7), call.Tensor(8), isInterleaved, node);
            }

            var mask = AttentionMasks.Sum(
                AttentionMasks.Causal(length, length, window < 0 ? null : window, -1e9, call.Device), call.OptionalTensor(10));
            call.Return(0, Join(AttentionMath.Compute(query, key, value, mask, ScaleOf(scale, query))).MoveToOuterDisposeScope());
            call.Return(1, key.alias().MoveToOuterDisposeScope());
            call.Return(2, value.alias().MoveToOuterDisposeScope());
        };
    }

    private static (Tensor Query, Tensor Key, Tensor Value) Parts(Call call)
    {
        var query = call.Tensor(0);
        if (call.Has(2))
            return (query, call.Tensor(1), call.Tensor(2));
        if (call.Has(1))
        {
            // [batch, keys, heads, 2, size]: keys and values beside each other.
            var packed = call.Tensor(1);
            return (query, Flat(packed.select(3, 0)), Flat(packed.select(3, 1)));
        }

        // [batch, length, heads, 3, size].
        return (Flat(query.select(3, 0)), Flat(query.select(3, 1)), Flat(query.select(3, 2)));
    }

    private static Tensor Flat(Tensor value) => value.reshape(value.shape[0], value.shape[1], -1);

    private static long Width(Tensor value) => value.ndim == 4 ? value.shape[1] * value.shape[3] : value.shape[2];

    /// <summary>Adds a bias of [heads · size] to [batch, length, heads · size] or [batch, heads, length, size].</summary>
    private static Tensor Shifted(Tensor value, Tensor bias) =>
        value.ndim == 4 ? value.add(bias.view(1, value.shape[1], 1, value.shape[3])) : value.add(bias);

    /// <summary>[batch, length, heads · size] → [batch, heads, length, size].</summary>
    private static Tensor Split(Tensor value, long heads)
    {
        if (value.ndim == 4)
            return value;
        var shape = value.shape;
        return value.reshape(shape[0], shape[1], heads, shape[2] / heads).transpose(1, 2);
    }

    /// <summary>[batch, heads, length, size] → [batch, length, heads · size].</summary>
    private static Tensor Join(Tensor value)
    {
        var shape = value.shape;
        return value.transpose(1, 2).reshape(shape[0], shape[2], shape[1] * shape[3]);
    }

    private static double ScaleOf(float scale, Tensor query) => scale != 0 ? scale : 1 / Math.Sqrt(query.shape[3]);

    private static long Heads(GraphNode node, string name) =>
        node.Attributes.Integer(name, 0) is var heads and > 0 ? heads : throw new InvalidDataException($"{node} has no '{name}'.");
}
