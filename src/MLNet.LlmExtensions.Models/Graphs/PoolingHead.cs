using MLNet.LlmExtensions.Models.Checkpoints;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>
/// Adds what turns token vectors into one vector for each text: pooling, dense layers, the cut to fewer dimensions and
/// normalisation. It works on graphs that were built and on graphs that were exported.
/// </summary>
internal static class PoolingHead
{
    /// <summary>Smaller than any value of a model, and finite: a row without tokens must not become infinite.</summary>
    private const float Lowest = -3.4e38f;

    /// <summary>PyTorch's bound for the norm in its <c>normalize</c>.</summary>
    private const float SmallestNorm = 1e-12f;

    /// <summary>Pools token vectors.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="hiddenState">float [batch, sequence, hidden].</param>
    /// <param name="attentionMask">int64 [batch, sequence].</param>
    /// <param name="mode">Any mode but <see cref="PoolingMode.Pooler"/>, which needs weights: pool with <see cref="PoolingMode.Cls"/> first.</param>
    /// <returns>float [batch, hidden]; zeros for a row without tokens.</returns>
    public static string Pool(GraphBuilder graph, string hiddenState, string attentionMask, PoolingMode mode)
    {
        using var scope = graph.BeginScope("pooling");
        var mask = graph.Cast(attentionMask, DataType.Float);

        // Not a product with the mask: an exported graph may hold NaN at padding, and NaN times 0 is NaN.
        var attended = graph.Unsqueeze(graph.Cast(attentionMask, DataType.Bool), 2);
        if (mode == PoolingMode.Max)
        {
            var largest = graph.ReduceMax(graph.Where(attended, hiddenState, graph.Scalar(Lowest)), axis: 1, keepDimension: false);
            var hasTokens = graph.Cast(graph.ReduceMax(mask, axis: 1, keepDimension: true), DataType.Bool);
            return graph.Where(hasTokens, largest, graph.Scalar(0));
        }

        var tokens = graph.Where(attended, hiddenState, graph.Scalar(0));
        var weights = TokenWeights(graph, mask, mode);
        var sum = graph.Squeeze(graph.MatMul(graph.Unsqueeze(weights, 1), tokens), 1);

        // Weights sum to at least one unless there is no token at all.
        return mode is PoolingMode.Mean or PoolingMode.WeightedMean
            ? graph.Divide(sum, graph.Maximum(graph.ReduceSum(weights, axis: 1, keepDimension: true), graph.Scalar(1)))
            : sum;
    }

    /// <summary>Adds a sentence-transformers Dense module.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="vector">float [batch, in].</param>
    /// <param name="dense">The module; its weights become part of the graph.</param>
    /// <param name="index">Its number, for names.</param>
    public static string Dense(GraphBuilder graph, string vector, DenseModule dense, int index)
    {
        using var scope = graph.BeginScope($"dense.{index}");
        var weight = graph.UniqueInitializer(DenseWeights.Read(dense, "linear.weight", $"dense.{index}.linear.weight", dense.OutputDimensions, dense.InputDimensions));
        var result = graph.MatMul(vector, graph.Transpose(weight, 1, 0));
        if (dense.HasBias)
            result = graph.Add(result, graph.UniqueInitializer(DenseWeights.Read(dense, "linear.bias", $"dense.{index}.linear.bias", dense.OutputDimensions)));
        return dense.Activation == DenseActivation.Tanh ? graph.Tanh(result) : result;
    }

    /// <summary>Keeps the first components of [batch, dimensions].</summary>
    public static string Truncate(GraphBuilder graph, string vector, int dimensions) =>
        graph.Slice(vector, graph.Integers(0), graph.Integers(dimensions), axis: 1);

    /// <summary>Scales [batch, dimensions] to L2 norm 1; a zero vector stays zero.</summary>
    public static string Normalize(GraphBuilder graph, string vector)
    {
        using var scope = graph.BeginScope("normalize");
        var norm = graph.Node("Sqrt", [graph.ReduceSum(graph.Multiply(vector, vector), axis: 1, keepDimension: true)]);
        return graph.Divide(vector, graph.Maximum(norm, graph.Scalar(SmallestNorm)));
    }

    private static string TokenWeights(GraphBuilder graph, string mask, PoolingMode mode)
    {
        if (mode == PoolingMode.Mean)
            return mask;

        // 1, 2, 3, … over the tokens, whichever side the padding is on.
        var ordinal = graph.CumulativeSum(mask, axis: 1);
        return mode switch
        {
            PoolingMode.Cls => Only(graph.Scalar(1)),
            PoolingMode.LastToken => Only(graph.ReduceSum(mask, axis: 1, keepDimension: true)),
            PoolingMode.WeightedMean => graph.Multiply(ordinal, mask),
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Not a pooling mode."),
        };

        string Only(string wanted) => graph.Multiply(graph.Cast(graph.Equal(ordinal, wanted), DataType.Float), mask);
    }
}
