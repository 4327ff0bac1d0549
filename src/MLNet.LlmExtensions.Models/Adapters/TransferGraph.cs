using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>
/// A model's graph with what a way of transfer adds to it, and the list of the tensors that are trained. The graph's
/// output is the pooled vector, float [rows, dimensions].
/// </summary>
internal sealed class TransferGraph
{
    private TransferGraph(OnnxModel model, IReadOnlyList<TrainableTensor> trainable)
    {
        Model = model;
        Trainable = trainable;
    }

    /// <summary>The edited graph.</summary>
    public OnnxModel Model { get; }

    /// <summary>The tensors that are trained, each an initializer of the graph; the head is not among them.</summary>
    public IReadOnlyList<TrainableTensor> Trainable { get; }

    /// <summary>Builds the graph of a model and edits it.</summary>
    /// <param name="model">The base model.</param>
    /// <param name="options">
    /// What to compute. <see cref="GraphOptions.Normalize"/> should be false: a head wants the vectors as they are.
    /// </param>
    /// <param name="configuration">What is trained.</param>
    /// <param name="placement">How what is trained is part of the graph.</param>
    /// <exception cref="ArgumentException">A module that is named does not exist, or a rank is above a layer's width.</exception>
    /// <exception cref="NotSupportedException">The model's graph has no place for what is asked for.</exception>
    public static TransferGraph Build(LanguageModel model, GraphOptions options, TransferConfiguration configuration, AdapterPlacement placement)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(configuration);
        var graph = model.BuildGraph(options);
        return configuration.Method switch
        {
            TransferMethod.Head => new TransferGraph(graph, []),
            TransferMethod.Full => new TransferGraph(graph, FullTransfer.Trainable(graph.Proto.Graph)),
            _ => throw new NotSupportedException($"The way of transfer {configuration.Method} is not supported."),
        };
    }
}
