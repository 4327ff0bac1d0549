using static MLNet.LlmExtensions.Models.Graphs.GraphBuilder;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>What an architecture is given to build its layers: the inputs, the weights, and the layers all of them share.</summary>
internal sealed class TransformerBuilder
{
    private readonly Dictionary<int, string> _states = [];
    private string? _tokenTypeIds;

    /// <param name="graph">The graph to build in.</param>
    /// <param name="checkpoint">The weights.</param>
    /// <param name="configuration">The model's sizes.</param>
    /// <param name="layers">The layers whose token vectors are wanted; null for the last after the final norm.</param>
    public TransformerBuilder(GraphBuilder graph, IWeightSource checkpoint, ModelConfiguration configuration, IReadOnlyCollection<int?> layers)
    {
        Graph = graph;
        Weights = new WeightBinder(graph, checkpoint);
        Configuration = configuration;
        HasFinalNorm = layers.Contains(null);
        LayerCount = HasFinalNorm ? configuration.LayerCount : layers.Max()!.Value;
        InputIds = graph.Input("input_ids", DataType.Int64, "batch", "sequence");
        AttentionMask = graph.Input("attention_mask", DataType.Int64, "batch", "sequence");
    }

    public GraphBuilder Graph { get; }

    public WeightBinder Weights { get; }

    public ModelConfiguration Configuration { get; }

    /// <summary>How many layers to build: all, or as many as the wanted hidden states need.</summary>
    public int LayerCount { get; }

    /// <summary>Whether the norm after the last layer, where the architecture has one, is wanted.</summary>
    public bool HasFinalNorm { get; }

    /// <summary>int64 [batch, sequence].</summary>
    public string InputIds { get; }

    /// <summary>int64 [batch, sequence]: 1 for a token, 0 for padding.</summary>
    public string AttentionMask { get; }

    /// <summary>int64 [batch, sequence]; becomes an input of the graph when it is asked for.</summary>
    public string TokenTypeIds => _tokenTypeIds ??= Graph.Input("token_type_ids", DataType.Int64, "batch", "sequence");

    /// <summary>Told by the architecture of the output of a layer, 0 being the embeddings.</summary>
    public void KeepState(int layer, string state) => _states.Add(layer, state);

    /// <summary>The output of a layer that has been built, before any final norm.</summary>
    public string StateOf(int layer) => _states[layer];

    /// <summary>
    /// The index of each token among the tokens of its row, int64 [batch, sequence]: a text's positions do not depend on
    /// where the padding is.
    /// </summary>
    public string TokenPositions() => Graph.TokenIndex(AttentionMask);

    /// <summary>A linear layer with a weight in PyTorch's layout, [out, in].</summary>
    public string Linear(string input, string name, long inputSize, long outputSize, bool bias)
    {
        using var scope = Graph.BeginScope(name);
        var weight = Weights.Bind(name + ".weight", outputSize, inputSize);
        var product = Graph.MatMul(input, Graph.Transpose(weight, 1, 0));
        return bias ? Graph.Add(product, Weights.Bind(name + ".bias", outputSize)) : product;
    }

    /// <summary>A linear layer with a weight in GPT-2's layout, [in, out], and a bias.</summary>
    public string Conv1D(string input, string name, long inputSize, long outputSize)
    {
        using var scope = Graph.BeginScope(name);
        var product = Graph.MatMul(input, Weights.Bind(name + ".weight", inputSize, outputSize));
        return Graph.Add(product, Weights.Bind(name + ".bias", outputSize));
    }

    public string LayerNorm(string input, string name, float epsilon)
    {
        using var scope = Graph.BeginScope(name);
        var size = Configuration.HiddenSize;
        return Graph.Node(
            "LayerNormalization",
            [input, Weights.Bind(name + ".weight", size), Weights.Bind(name + ".bias", size)],
            Attribute("axis", -1L),
            Attribute("epsilon", epsilon));
    }

    /// <summary>
    /// x / sqrt(mean(x²) + ε) · weight (<see href="https://arxiv.org/abs/1910.07467"/>), written in the primitives that ONNX
    /// Runtime recognises and fuses.
    /// </summary>
    /// <param name="input">[…, hidden].</param>
    /// <param name="name">The norm's name in the checkpoint.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="offset">Added to the weight; Gemma stores weight − 1.</param>
    public string RmsNorm(string input, string name, float epsilon, float offset = 0)
    {
        using var scope = Graph.BeginScope(name);
        var weight = Weights.Bind(name + ".weight", Configuration.HiddenSize);
        if (offset != 0)
            weight = Graph.Add(weight, Graph.Scalar(offset));
        var square = Graph.Node("Pow", [input, Graph.Scalar(2)]);
        var variance = Graph.Add(Graph.ReduceMean(square, axis: -1), Graph.Scalar(epsilon));
        var normalized = Graph.Divide(input, Graph.Node("Sqrt", [variance]));
        return Graph.Multiply(normalized, weight);
    }

    /// <summary>An activation by its name in Hugging Face's configurations.</summary>
    /// <exception cref="NotSupportedException">The name is unknown.</exception>
    public string Activation(string input, string name) => name switch
    {
        "gelu" => Graph.Node("Gelu", [input]),
        "gelu_new" or "gelu_pytorch_tanh" or "gelu_fast" => Graph.Node("Gelu", [input], Attribute("approximate", "tanh")),
        "relu" => Graph.Node("Relu", [input]),
        "silu" or "swish" => Graph.Multiply(input, Graph.Sigmoid(input)),
        "tanh" => Graph.Tanh(input),
        _ => throw new NotSupportedException(
            $"'{Configuration.Fields.File}': the activation '{name}' is not supported. Supported are gelu, gelu_new, gelu_pytorch_tanh, gelu_fast, relu, silu, swish and tanh."),
    };
}
