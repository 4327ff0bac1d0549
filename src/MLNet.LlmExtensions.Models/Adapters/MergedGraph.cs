using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>
/// Writes a fine-tuned model as one plain ONNX graph, in which nothing tells that there was an adapter. Any ONNX runtime
/// runs it; this library is not needed.
/// </summary>
/// <remarks>
/// Merged weights are stored in the type in which the base model has them, so a base model in half precision rounds them.
/// </remarks>
public static class MergedGraph
{
    /// <summary>The name of the output with a head: scores before softmax or sigmoid, float [batch, classes].</summary>
    public const string LogitsName = "logits";

    /// <summary>Writes a classifier.</summary>
    /// <param name="model">The base model.</param>
    /// <param name="classifier">The classifier.</param>
    /// <param name="path">
    /// The file. Above 2 GB the weights go to a second file <c>&lt;name&gt;-&lt;number&gt;.data</c> in the same folder. A file of
    /// that name is replaced only once everything new is complete and on disk.
    /// </param>
    /// <param name="includeHead">
    /// Whether the graph gives <see cref="LogitsName"/>; otherwise it gives <c>sentence_embedding</c>, the vector under the head.
    /// Longer texts than the classifier's maximum are read in windows, whose logits are averaged; that remains the caller's part.
    /// </param>
    /// <param name="useExternalData">Whether to put the weights into the second file whatever their size.</param>
    /// <exception cref="InvalidDataException">The classifier was trained on another model.</exception>
    public static void Save(LanguageModel model, FineTunedClassifier classifier, string path, bool includeHead = true, bool useExternalData = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentException.ThrowIfNullOrEmpty(path);
        classifier.EnsureFits(model);
        var options = new GraphOptions { Pooling = classifier.Pooling, Normalize = false };
        Save(model, options, classifier.Configuration, classifier.Tensors, includeHead ? classifier : null, path, useExternalData);
    }

    /// <summary>Writes a model with an adapter.</summary>
    /// <param name="model">The base model.</param>
    /// <param name="adapter">The adapter; a head that was saved with it is left out.</param>
    /// <param name="path">As above.</param>
    /// <param name="options">What the graph computes; null for the model's own embedding. The precision stays that of the weights.</param>
    /// <param name="useExternalData">Whether to put the weights into the second file whatever their size.</param>
    /// <exception cref="InvalidDataException">The adapter belongs to another model, or is incomplete.</exception>
    public static void Save(LanguageModel model, LoraAdapter adapter, string path, GraphOptions? options = null, bool useExternalData = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new GraphOptions();
        var binding = AdapterBinding.Bind(adapter, model, options);
        Save(model, options, binding.Transfer, binding.Tensors, null, path, useExternalData);
    }

    private static void Save(
        LanguageModel model,
        GraphOptions options,
        TransferConfiguration configuration,
        IReadOnlyDictionary<string, DenseTensor> tensors,
        FineTunedClassifier? head,
        string path,
        bool useExternalData)
    {
        // A prefix is no weight of the base model; it stays what it is, an addition to the graph.
        var isPrefix = configuration.Method == TransferMethod.Prefix;
        var built = isPrefix
            ? TransferGraph.Build(model, options with { Precision = WeightPrecision.Float32 }, configuration, AdapterPlacement.Initializers).WithValues(tensors)
            : model.BuildGraph(options with { Precision = WeightPrecision.Float32 });
        var proto = built.Proto;
        GraphConstants.Hoist(proto.Graph);
        var layers = LinearLayerFinder.Find(proto.Graph);
        var weights = proto.Graph.Initializer.DistinctBy(tensor => tensor.Name).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        if (head is not null)
            AddHead(new GraphBuilder(proto.Graph, TransferGraph.OperatorSetOf(proto)), head);

        using var data = new TensorData(built.ExternalDataFolder, $"'{model.Folder}'");
        var merged = isPrefix ? null : new MergedWeights(tensors, configuration.Lora, layers, weights, precision: null, data, $"'{model.Folder}'");
        new OnnxModel(proto, built.ExternalDataFolder).Save(path, useExternalData, merged?.Writers ?? new Dictionary<string, Action<Stream>>());
    }

    private static void AddHead(GraphBuilder graph, FineTunedClassifier classifier)
    {
        using var scope = graph.BeginScope("classifier");
        var vector = graph.Graph.Output[0].Name;
        graph.Graph.Output.Clear();
        var weight = graph.UniqueInitializer(GraphTensors.Floats("classifier.weight", [.. classifier.HeadWeight.Shape], classifier.HeadWeight.Values));
        var bias = graph.UniqueInitializer(GraphTensors.Floats("classifier.bias", [.. classifier.HeadBias.Shape], classifier.HeadBias.Values));
        var logits = graph.Add(graph.MatMul(vector, graph.Transpose(weight, 1, 0)), bias);
        graph.Output(logits, LogitsName, "batch", $"{classifier.Classes.Count}");
    }
}
