using MLNet.LlmExtensions.Models.Graphs;
using Onnx;
using static MLNet.LlmExtensions.Models.Graphs.GraphBuilder;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>
/// Puts low-rank adapters beside the linear layers of a graph: y = x·Wᵀ + s · dropout(x)·Aᵀ·Bᵀ, before the layer's bias.
/// With DoRA the sum is scaled for each output: with the magnitude over the norm of W + s·B·A.
/// </summary>
/// <remarks>
/// PEFT drops inputs of the frozen product too when DoRA trains with dropout, at the price of a second product; here only
/// the adapter's are. Without dropout, and outside training, both are the same.
/// </remarks>
internal sealed class LoraTransfer
{
    /// <summary>The end of the name of the node at which gradients stop: DoRA takes the norm for a constant.</summary>
    public const string StopGradient = "/stop_gradient";

    /// <summary>
    /// Part of the name of the nodes that drop an adapter's inputs while it trains. Other Dropout nodes came with the graph, and
    /// pass their input on: an exported graph is one for inference.
    /// </summary>
    public const string AdapterDropout = "/adapter_dropout/";

    /// <summary>The version in which Dropout's ratio became an input.</summary>
    private const long RatioIsInputSince = 12;

    /// <summary>A row of zeros has no direction; with this its output stays zero instead of becoming NaN.</summary>
    private const float SmallestNorm = 1e-12f;

    private readonly GraphBuilder _graph;
    private readonly LoraConfiguration _configuration;
    private readonly AdapterPlacement _placement;
    private readonly Dictionary<string, string> _gains = new(StringComparer.Ordinal);

    private LoraTransfer(GraphBuilder graph, LoraConfiguration configuration, AdapterPlacement placement)
    {
        _graph = graph;
        _configuration = configuration;
        _placement = placement;
    }

    private bool IsServing => _placement == AdapterPlacement.OverridableInputs;

    /// <summary>Adds adapters to layers.</summary>
    /// <param name="graph">The graph of the layers.</param>
    /// <param name="layers">The layers that get one.</param>
    /// <param name="configuration">Ranks, scalings and so on.</param>
    /// <param name="placement">How the matrices are part of the graph.</param>
    /// <param name="data">Reads the weights, whose norms DoRA starts from.</param>
    /// <returns>The tensors that were added.</returns>
    public static IReadOnlyList<TrainableTensor> Apply(
        GraphBuilder graph, IReadOnlyList<LinearLayer> layers, LoraConfiguration configuration, AdapterPlacement placement, TensorData data)
    {
        var transfer = new LoraTransfer(graph, configuration, placement);
        var rewriter = new GraphRewriter(graph);
        var trainable = new List<TrainableTensor>();
        foreach (var layer in layers)
        {
            trainable.AddRange(transfer.AddTensors(layer, data));
            foreach (var product in layer.Products)
                rewriter.After(product, () => transfer.AddNodes(layer, product));
        }

        rewriter.Apply();
        return trainable;
    }

    private IEnumerable<TrainableTensor> AddTensors(LinearLayer layer, TensorData data)
    {
        var rank = IsServing ? 0 : _configuration.RankOf(layer.Module);
        var (a, b) = (TensorNames.A(layer.Module), TensorNames.B(layer.Module));
        _graph.Initializer(GraphTensors.Zeros(a, rank, layer.Inputs));
        _graph.Initializer(GraphTensors.Zeros(b, layer.Outputs, rank));
        if (IsServing)
        {
            _graph.Graph.Input.Add(ValueInfo(a, DataType.Float, $"{layer.Module}.rank", $"{layer.Inputs}"));
            _graph.Graph.Input.Add(ValueInfo(b, DataType.Float, $"{layer.Outputs}", $"{layer.Module}.rank"));
        }

        yield return new TrainableTensor(a, [rank, layer.Inputs], TensorInitialization.Uniform, Decays: true)
        {
            InitializationScale = 1f / MathF.Sqrt(layer.Inputs),
        };
        yield return new TrainableTensor(b, [layer.Outputs, rank], TensorInitialization.Zeros, Decays: true);
        if (!_configuration.UseDora)
            yield break;

        if (IsServing)
        {
            // One number for all outputs, until an adapter brings one for each.
            var gain = TensorNames.Gain(layer.Module);
            _graph.Initializer(GraphTensors.Floats(gain, [1], [1f]));
            _graph.Graph.Input.Add(ValueInfo(gain, DataType.Float, $"{layer.Module}.gain"));
            yield return new TrainableTensor(gain, [1], TensorInitialization.FromGraph, Decays: false);
        }
        else
        {
            var magnitude = TensorNames.Magnitude(layer.Module);
            _graph.Initializer(GraphTensors.Floats(magnitude, [layer.Outputs], LoraWeight.Frozen(layer).Norms(data)));
            yield return new TrainableTensor(magnitude, [layer.Outputs], TensorInitialization.FromGraph, Decays: false);
        }
    }

    private void AddNodes(LinearLayer layer, NodeProto product)
    {
        using var scope = _graph.BeginScope($"{layer.Module}/lora");
        var result = product.Output[0];
        var bias = _configuration.UseDora && product.OpType == "Gemm" ? SplitBias(product) : null;
        product.Output[0] = _graph.Unique(result + "/frozen");

        var sum = ToFloat(product.Output[0], layer);
        sum = _graph.Add(sum, Adaptation(layer, product.Input[0]));
        if (_configuration.UseDora)
            sum = _graph.Multiply(sum, Gain(layer, product));
        if (layer.ComputeType != DataType.Float)
            sum = _graph.Cast(sum, layer.ComputeType);
        if (bias is not null)
            sum = _graph.Add(sum, bias);

        // The last node takes over the name that the rest of the graph reads.
        _graph.Graph.Node[^1].Output[0] = result;
    }

    /// <summary>s · dropout(x)·Aᵀ·Bᵀ in single precision.</summary>
    private string Adaptation(LinearLayer layer, string input)
    {
        var dropped = Dropout(ToFloat(input, layer));
        var inner = _graph.MatMul(dropped, _graph.Transpose(TensorNames.A(layer.Module), 1, 0));
        var outer = _graph.MatMul(inner, _graph.Transpose(TensorNames.B(layer.Module), 1, 0));
        return IsServing ? outer : _graph.Multiply(outer, _graph.Scalar((float)_configuration.Scaling(layer.Module)));
    }

    private string Dropout(string value)
    {
        if (IsServing || _configuration.Dropout == 0)
            return value;
        using var scope = _graph.BeginScope(AdapterDropout.Trim('/'));
        var ratio = (float)_configuration.Dropout;
        return _graph.Version >= RatioIsInputSince
            ? _graph.Node("Dropout", [value, _graph.Scalar(ratio)])
            : _graph.Node("Dropout", [value], Attribute("ratio", ratio));
    }

    /// <summary>DoRA's factor for each output, [out].</summary>
    private string Gain(LinearLayer layer, NodeProto product)
    {
        if (IsServing)
            return TensorNames.Gain(layer.Module);
        if (_gains.TryGetValue(layer.Module, out var gain))
            return gain;

        // The product's own operand, in whatever layout it is.
        var isOutputFirst = product.OpType == "Gemm" && product.Attribute.Any(attribute => attribute is { Name: "transB", I: not 0 });
        var (a, b) = (TensorNames.A(layer.Module), TensorNames.B(layer.Module));
        var change = isOutputFirst
            ? _graph.MatMul(b, a)
            : _graph.MatMul(_graph.Transpose(a, 1, 0), _graph.Transpose(b, 1, 0));
        var scaled = _graph.Multiply(change, _graph.Scalar((float)_configuration.Scaling(layer.Module)));
        var adapted = _graph.Add(ToFloat(product.Input[1], layer), scaled);
        var norm = _graph.Node("Sqrt", [_graph.ReduceSum(_graph.Multiply(adapted, adapted), axis: isOutputFirst ? 1 : 0, keepDimension: false)]);
        var constant = _graph.Unique($"{layer.Module}/lora{StopGradient}_output");
        _graph.Graph.Node.Add(new NodeProto
        {
            Name = $"{layer.Module}/lora{StopGradient}",
            OpType = "Identity",
            Input = { _graph.Maximum(norm, _graph.Scalar(SmallestNorm)) },
            Output = { constant },
        });
        gain = _graph.Divide(TensorNames.Magnitude(layer.Module), constant);
        _gains.Add(layer.Module, gain);
        return gain;
    }

    /// <summary>Takes the bias out of a Gemm, because the magnitude does not scale it.</summary>
    private static string? SplitBias(NodeProto product)
    {
        if (product.Input.Count < 3 || product.Input[2].Length == 0)
            return null;
        var bias = product.Input[2];
        product.Input.RemoveAt(2);
        return bias;
    }

    private string ToFloat(string value, LinearLayer layer) =>
        layer.ComputeType == DataType.Float ? value : _graph.Cast(value, DataType.Float);
}
