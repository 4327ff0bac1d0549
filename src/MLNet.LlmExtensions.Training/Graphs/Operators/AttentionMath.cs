using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>softmax(q · kᵀ · scale + bias) · v (<see href="https://arxiv.org/abs/1706.03762"/>).</summary>
internal static class AttentionMath
{
    /// <summary>Attention through libtorch's own kernel, which on newer versions never writes the scores down.</summary>
    /// <param name="query">[batch, heads, length, size].</param>
    /// <param name="key">[batch, heads, keys, size], or with fewer heads, each of which serves several neighbouring ones of the query.</param>
    /// <param name="value">[batch, heads, keys, size of values], with the key's heads.</param>
    /// <param name="bias">Added to the scores; broadcasts to [batch, heads, length, keys]. May be null.</param>
    /// <param name="scale">What the products are multiplied with.</param>
    /// <returns>[batch, heads, length, size of values].</returns>
    /// <remarks>Other shapes, three dimensions for instance, are computed as matrix products broadcast.</remarks>
    /// <exception cref="InvalidOperationException">The shapes have no product.</exception>
    public static Tensor Compute(Tensor query, Tensor key, Tensor value, Tensor? bias, double scale)
    {
        using var scope = NewDisposeScope();
        if (!HasHeads(query, key, value))
            return Plain(query, key, value, bias, scale).MoveToOuterDisposeScope();
        var (heads, groups) = (query.shape[1], key.shape[1]);
        if (heads != groups)
            (key, value) = (Repeat(key, heads / groups), Repeat(value, heads / groups));

        // The kernel has a scale of its own, 1/√size.
        var factor = scale * Math.Sqrt(query.shape[3]);
        if (Math.Abs(factor - 1) > 1e-6)
            query = query.mul(factor);
        var mask = bias is null || bias.dtype == query.dtype ? bias : bias.to_type(query.dtype);
        return functional.scaled_dot_product_attention(query, key, value, mask).MoveToOuterDisposeScope();
    }

    /// <summary>Whether the sizes are those of attention with heads; a graph may use the same operators on other shapes.</summary>
    private static bool HasHeads(Tensor query, Tensor key, Tensor value)
    {
        if (query.ndim != 4 || key.ndim != 4 || value.ndim != 4)
            return false;
        var (queries, keys, values) = (query.shape, key.shape, value.shape);
        return queries[0] == keys[0] && keys[0] == values[0] && keys[1] == values[1] && keys[1] > 0 && queries[1] % keys[1] == 0
            && queries[3] == keys[3] && keys[2] == values[2];
    }

    /// <summary>The same, written out: for any shapes whose products exist.</summary>
    private static Tensor Plain(Tensor query, Tensor key, Tensor value, Tensor? bias, double scale)
    {
        if (key.ndim < 2)
            throw new InvalidOperationException($"Attention over keys of the shape [{string.Join(", ", key.shape)}] is not defined.");
        var scores = MatrixProduct.Multiply(query, key.transpose(-1, -2)).mul(scale);
        if (bias is not null)
            scores = scores.add(bias.to_type(scores.dtype));
        return MatrixProduct.Multiply(scores.softmax(-1), value);
    }

    /// <summary>Each head several times, one after the other.</summary>
    private static Tensor Repeat(Tensor heads, long times)
    {
        var shape = heads.shape;
        return heads.unsqueeze(2).expand(shape[0], shape[1], times, shape[2], shape[3]).reshape(shape[0], shape[1] * times, shape[2], shape[3]);
    }
}
