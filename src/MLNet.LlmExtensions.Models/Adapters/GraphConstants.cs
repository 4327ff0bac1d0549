using MLNet.LlmExtensions.Models.Graphs;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>Some exporters write weights as Constant nodes; as initializers they are like everybody else's.</summary>
internal static class GraphConstants
{
    /// <summary>Turns Constant nodes that hold matrices of floats into initializers of the same name.</summary>
    public static void Hoist(GraphProto graph)
    {
        var matrices = graph.Node
            .Where(node => node is { OpType: "Constant", Output.Count: 1, Attribute: [{ Name: "value", T.Dims.Count: 2 }] }
                && FloatConversion.SizeOf((DataType)node.Attribute[0].T.DataType) > 0)
            .ToHashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        if (matrices.Count == 0)
            return;
        foreach (var node in matrices)
        {
            var tensor = node.Attribute[0].T;
            tensor.Name = node.Output[0];
            graph.Initializer.Add(tensor);
        }

        var kept = graph.Node.Where(node => !matrices.Contains(node)).ToArray();
        graph.Node.Clear();
        graph.Node.Add(kept);
    }
}
