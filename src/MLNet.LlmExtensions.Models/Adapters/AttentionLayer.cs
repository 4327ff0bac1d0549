using Onnx;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>The nodes of an attention layer that know how many keys there are.</summary>
/// <param name="Softmax">The softmax over the keys.</param>
internal sealed record AttentionLayer(NodeProto Softmax)
{
    /// <summary>Queries times keys.</summary>
    public NodeProto ScoreProduct { get; set; } = Softmax;

    /// <summary>
    /// What reads the keys, [batch, heads, size, keys], before any scale: the product, or a node that scales them first as
    /// PyTorch's exporter does it. And which of its inputs that is.
    /// </summary>
    public (NodeProto Node, int Input) KeyReader { get; set; } = (Softmax, 0);

    /// <summary>The softmax's result times values; the second input is [batch, heads, keys, size].</summary>
    public NodeProto ValueProduct { get; set; } = Softmax;

    /// <summary>Nodes that add something for each key to the scores, and which input that is.</summary>
    public List<(NodeProto Add, int Input)> Masks { get; } = [];

    /// <summary>Nodes that take the score where their condition, which has a value for each key, holds.</summary>
    public List<NodeProto> Conditions { get; } = [];

    /// <summary>Reshapes whose last dimension is the keys.</summary>
    public List<NodeProto> Reshapes { get; } = [];
}
