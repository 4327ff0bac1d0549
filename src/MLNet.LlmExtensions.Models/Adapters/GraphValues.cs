using MLNet.LlmExtensions.Models.Graphs;
using Onnx;
using static MLNet.LlmExtensions.Models.Graphs.GraphBuilder;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>Puts trained values into a graph.</summary>
internal static class GraphValues
{
    /// <summary>A copy of a model with other values; everything else is shared.</summary>
    public static OnnxModel Replace(OnnxModel model, IReadOnlyDictionary<string, DenseTensor> tensors)
    {
        var proto = model.Proto.Clone();
        foreach (var (name, tensor) in tensors)
            Replace(proto.Graph, name, tensor);
        return new OnnxModel(proto, model.ExternalDataFolder);
    }

    /// <summary>Gives an initializer other values in single precision; a graph that reads it in another type gets a cast.</summary>
    public static void Replace(GraphProto graph, string name, DenseTensor values)
    {
        var index = IndexOf(graph, name);
        var old = graph.Initializer[index];
        graph.Initializer[index] = GraphTensors.Floats(name, [.. values.Shape], values.Values);
        var type = (DataType)old.DataType;
        if (type == DataType.Float)
            return;

        // A cast of the weight to single precision has nothing left to do; whatever else reads it wants the old type.
        var readers = graph.Node.Where(node => node.Input.Contains(name) && !IsCastToFloat(node)).ToArray();
        if (readers.Length == 0)
            return;
        var cast = name + "/cast";
        Rename(readers, name, cast);
        graph.Node.Insert(0, new NodeProto { Name = cast, OpType = "Cast", Input = { name }, Output = { cast }, Attribute = { Attribute("to", (long)type) } });
    }

    private static bool IsCastToFloat(NodeProto node) =>
        node.OpType == "Cast" && node.Attribute is [{ Name: "to", I: (long)DataType.Float }];

    private static int IndexOf(GraphProto graph, string name)
    {
        for (var i = 0; i < graph.Initializer.Count; i++)
        {
            if (graph.Initializer[i].Name == name)
                return i;
        }

        throw new InvalidDataException($"The graph has no initializer '{name}'.");
    }
}
