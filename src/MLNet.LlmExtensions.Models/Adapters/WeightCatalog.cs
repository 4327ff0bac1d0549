using MLNet.LlmExtensions.Models.Graphs;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>The weights of a graph: which initializers training may change, and which layer they belong to.</summary>
internal sealed class WeightCatalog
{
    private readonly GraphProto _graph;
    private readonly Dictionary<string, string> _moduleOfWeight;

    public WeightCatalog(GraphProto graph, IReadOnlyList<LinearLayer> layers)
    {
        _graph = graph;
        _moduleOfWeight = layers.ToDictionary(layer => layer.Weight.Name, layer => layer.Module, StringComparer.Ordinal);
        Weights = [.. graph.Initializer.Where(IsWeight)];
    }

    /// <summary>
    /// Every initializer that is a parameter of the model. Constants that a builder or an exporter put there – masks,
    /// exponents, frequencies of rotary positions – have names that no parameter has.
    /// </summary>
    public IReadOnlyList<TensorProto> Weights { get; }

    /// <summary>The initializer as a tensor that is trained from its own values.</summary>
    public static TrainableTensor Trainable(TensorProto tensor) =>
        new(tensor.Name, [.. tensor.Dims], TensorInitialization.FromGraph, Decays: tensor.Dims.Count > 1);

    /// <summary>The module that a weight belongs to.</summary>
    public string ModuleOf(TensorProto weight) => _moduleOfWeight.TryGetValue(weight.Name, out var module)
        ? module
        : weight.Name[..Math.Max(0, weight.Name.LastIndexOf('.'))];

    /// <summary>Whether a weight is a bias of a linear layer or of a norm.</summary>
    public static bool IsBias(TensorProto weight) =>
        weight.Dims.Count == 1 && LastPart(weight.Name) is "bias" or "beta";

    /// <summary>The number of the transformer layer that a weight is in, or null.</summary>
    public int? LayerOf(TensorProto weight) => ModuleNames.LayerOf(ModuleOf(weight));

    /// <summary>The weights of the last layers and of everything behind them: the final norm, the pooler, dense modules.</summary>
    /// <param name="count">How many layers.</param>
    /// <exception cref="ArgumentException">There are fewer layers.</exception>
    /// <exception cref="NotSupportedException">The names do not tell the layers.</exception>
    public IReadOnlyList<TensorProto> LastLayers(int count)
    {
        var layers = Weights.Select(weight => (Weight: weight, Layer: LayerOf(weight))).ToArray();
        if (layers.Max(pair => pair.Layer) is not { } last)
        {
            throw new NotSupportedException(
                "The names of the graph's weights do not tell which layer they are in, so the last layers cannot be chosen. Use the checkpoint's own folder, or another way of transfer.");
        }

        if (count < 1 || count > last + 1)
            throw new ArgumentException($"The last {count} layers are to be trained, but the model has {last + 1}. Choose 1 to {last + 1}.", nameof(count));

        var first = last + 1 - count;

        // What the last layer depends on is not behind it: embeddings, and weights whose names an exporter lost.
        var before = Upstream(layers.Where(pair => pair.Layer == last).Select(pair => pair.Weight.Name));
        return [.. layers.Where(pair => pair.Layer is { } layer ? layer >= first : !before.Contains(pair.Weight.Name)).Select(pair => pair.Weight)];
    }

    /// <summary>All values that the nodes reading some values depend on.</summary>
    private HashSet<string> Upstream(IEnumerable<string> values)
    {
        var index = new GraphIndex(_graph);

        // A weight may pass through a cast and a transposition before it meets the token vectors.
        var open = new Stack<string>();
        foreach (var value in values)
        {
            var names = new Queue<string>([value]);
            for (var steps = 0; steps < 16 && names.TryDequeue(out var name); steps++)
            {
                foreach (var node in index.Consumers(name))
                {
                    foreach (var input in node.Input)
                        open.Push(input);
                    if (node.OpType is "Cast" or "Transpose" or "Identity")
                        names.Enqueue(node.Output[0]);
                }
            }
        }

        var result = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryPop(out var value))
        {
            if (!result.Add(value) || index.Producer(value) is not { } node)
                continue;
            foreach (var input in node.Input)
                open.Push(input);
        }

        return result;
    }

    private bool IsWeight(TensorProto tensor) =>
        FloatConversion.SizeOf((DataType)tensor.DataType) > 0
        && tensor.Dims.Count > 0
        && tensor.Dims.All(dimension => dimension > 0)
        && (_moduleOfWeight.ContainsKey(tensor.Name) || LastPart(tensor.Name) is "weight" or "bias" or "gamma" or "beta");

    private static string LastPart(string name) => name[(name.LastIndexOf('.') + 1)..];
}
