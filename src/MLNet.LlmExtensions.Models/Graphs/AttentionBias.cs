using DataType = Onnx.TensorProto.Types.DataType;
using static MLNet.LlmExtensions.Models.Graphs.GraphBuilder;
using Google.Protobuf;
using System.Runtime.InteropServices;
using Onnx;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>
/// What is added to attention scores before the softmax: 0 where a token may look, a large negative number where not.
/// </summary>
/// <remarks>
/// The number is large enough that the softmax gives exactly 0, so padding changes nothing, and finite, so a row that
/// may look nowhere (padding itself) gives numbers and not NaN.
/// </remarks>
internal static class AttentionBias
{
    private const float Blocked = -1e9f;

    /// <summary>Every token sees every token of its row: [batch, 1, 1, sequence].</summary>
    public static string Bidirectional(TransformerBuilder builder)
    {
        using var scope = builder.Graph.BeginScope("attention_bias");
        return FromAllowed(builder.Graph, Keys(builder));
    }

    /// <summary>Every token sees itself and tokens before it: [batch, 1, sequence, sequence].</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="window">How many tokens a token sees, itself included; null for all.</param>
    public static string Causal(TransformerBuilder builder, int? window = null)
    {
        var graph = builder.Graph;
        using var scope = graph.BeginScope(window is null ? "causal_bias" : "sliding_bias");
        var length = graph.SizeOf(builder.InputIds, 1);
        var one = new TensorProto
        {
            DataType = (int)DataType.Float,
            Dims = { 1 },
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>([1f])),
        };
        var ones = graph.Node("ConstantOfShape", [graph.Concat(0, length, length)], Attribute("value", one));
        var allowed = graph.Node("Trilu", [ones], Attribute("upper", 0L));
        if (window is { } size)
            allowed = graph.Node("Trilu", [allowed, graph.Integer(1L - size)], Attribute("upper", 1L));
        return FromAllowed(graph, graph.Multiply(Keys(builder), allowed));
    }

    private static string Keys(TransformerBuilder builder) =>
        builder.Graph.Unsqueeze(builder.Graph.Cast(builder.AttentionMask, DataType.Float), 1, 2);

    private static string FromAllowed(GraphBuilder graph, string allowed) =>
        graph.Multiply(graph.Subtract(graph.Scalar(1), allowed), graph.Scalar(Blocked));
}
