namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>Scaled dot-product attention in plain operators.</summary>
internal static class Attention
{
    /// <summary>Attention in which every head has keys and values of its own.</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="query">[batch, sequence, heads · size].</param>
    /// <param name="key">[batch, sequence, heads · size].</param>
    /// <param name="value">[batch, sequence, heads · size].</param>
    /// <param name="bias">What is added to the scores; broadcasts to [batch, heads, sequence, sequence].</param>
    /// <param name="scale">What the scores are multiplied with.</param>
    /// <returns>[batch, sequence, heads · size].</returns>
    public static string MultiHead(TransformerBuilder builder, string query, string key, string value, string bias, float scale)
    {
        var graph = builder.Graph;
        var heads = builder.Configuration.HeadCount;
        var size = builder.Configuration.HeadDimension;
        var q = graph.Transpose(graph.Reshape(query, 0, 0, heads, size), 0, 2, 1, 3);
        var k = graph.Transpose(graph.Reshape(key, 0, 0, heads, size), 0, 2, 3, 1);
        var v = graph.Transpose(graph.Reshape(value, 0, 0, heads, size), 0, 2, 1, 3);
        var scores = graph.Add(graph.Multiply(graph.MatMul(q, k), graph.Scalar(scale)), bias);
        var context = graph.MatMul(graph.Softmax(scores), v);
        return graph.Reshape(graph.Transpose(context, 0, 2, 1, 3), 0, 0, (long)heads * size);
    }

    /// <summary>
    /// Attention in which several heads share keys and values (<see href="https://arxiv.org/abs/2305.13245"/>). The heads
    /// of a group are stacked along the sequence, so that nothing is repeated and each group is one product.
    /// </summary>
    /// <param name="builder">The graph.</param>
    /// <param name="query">[batch, sequence, heads, size].</param>
    /// <param name="key">[batch, sequence, groups, size].</param>
    /// <param name="value">[batch, sequence, groups · size].</param>
    /// <param name="bias">What is added to the scores, [batch, 1, sequence, sequence].</param>
    /// <param name="scale">What the scores are multiplied with.</param>
    /// <returns>[batch, sequence, heads · size].</returns>
    public static string GroupedQuery(TransformerBuilder builder, string query, string key, string value, string bias, float scale)
    {
        var graph = builder.Graph;
        var heads = builder.Configuration.HeadCount;
        var groups = builder.Configuration.KeyValueHeadCount;
        var size = builder.Configuration.HeadDimension;
        var shared = heads / groups;

        var length = graph.SizeOf(builder.InputIds, 1);
        var scoresShape = graph.Concat(0, graph.Integers(0, groups, shared), length, length);
        var stackedShape = graph.Concat(0, graph.Integers(0, groups, -1), length);

        var q = graph.Reshape(
            graph.Transpose(graph.Reshape(query, 0, 0, groups, shared, size), 0, 2, 3, 1, 4), 0, groups, -1, size);
        var k = graph.Transpose(key, 0, 2, 3, 1);
        var v = graph.Transpose(graph.Reshape(value, 0, 0, groups, size), 0, 2, 1, 3);

        var products = graph.Multiply(graph.MatMul(q, k), graph.Scalar(scale));
        var scores = graph.Add(graph.Node("Reshape", [products, scoresShape]), graph.Unsqueeze(bias, 1));
        var weights = graph.Node("Reshape", [graph.Softmax(scores), stackedShape]);
        var context = graph.Reshape(graph.MatMul(weights, v), 0, groups, shared, -1, size);
        return graph.Reshape(graph.Transpose(context, 0, 3, 1, 2, 4), 0, 0, (long)heads * size);
    }
}
