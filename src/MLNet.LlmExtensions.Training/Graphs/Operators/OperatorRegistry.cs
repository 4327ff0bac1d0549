using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Execution;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Every operator that graphs may contain, by domain and name.</summary>
internal sealed class OperatorRegistry
{
    private readonly Dictionary<(string Domain, string Operator), KernelFactory> _factories = [];

    private OperatorRegistry()
    {
        ElementwiseOperators.Register(this);
        ComparisonOperators.Register(this);
        UnaryOperators.Register(this);
        ActivationOperators.Register(this);
        ShapeOperators.Register(this);
        IndexingOperators.Register(this);
        ReductionOperators.Register(this);
        ConstructionOperators.Register(this);
        TypeOperators.Register(this);
        MatrixOperators.Register(this);
        LinearOperators.Register(this);
        NormalizationOperators.Register(this);
        AttentionOperators.Register(this);
        ContribAttentionOperators.Register(this);
        RotaryOperators.Register(this);
        EmbeddingOperators.Register(this);
        QuantizationOperators.Register(this);
    }

    public static OperatorRegistry Instance { get; } = new();

    /// <summary>Adds one of ONNX's own operators.</summary>
    public void Add(string operation, KernelFactory factory) => _factories.Add(("", operation), factory);

    /// <summary>Adds one of ONNX Runtime's operators.</summary>
    public void AddMicrosoft(string operation, KernelFactory factory) => _factories.Add((GraphNode.MicrosoftDomain, operation), factory);

    /// <summary>Adds an operator that only fusions make.</summary>
    public void AddFused(string operation, KernelFactory factory) => _factories.Add((GraphNode.FusedDomain, operation), factory);

    public bool Contains(GraphNode node) => _factories.ContainsKey((node.Domain, node.Operator));

    /// <exception cref="NotSupportedException">The operator is unknown, or an attribute is.</exception>
    public Kernel Create(GraphNode node, TorchGraphOptions options, string source)
    {
        if (node.Attributes.HasGraph)
            throw new NotSupportedException($"{source}: {node} contains another graph, which training does not support. Export the model without control flow.");
        return _factories.TryGetValue((node.Domain, node.Operator), out var factory)
            ? factory(node, options)
            : throw new NotSupportedException(
                $"{source}: the operator '{node.Operator}' of the domain '{(node.Domain.Length > 0 ? node.Domain : "ai.onnx")}' is not supported in training (needed by {node}).");
    }
}
