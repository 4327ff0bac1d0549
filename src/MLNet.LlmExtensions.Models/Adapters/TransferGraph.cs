using MLNet.LlmExtensions.Models.Graphs;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>
/// A model's graph with what a way of transfer adds to it, and the list of the tensors that are trained. The graph's
/// output is what the options ask for; for training and serving that is the pooled vector, float [rows, dimensions].
/// </summary>
internal sealed class TransferGraph
{
    private TransferGraph(
        OnnxModel model, IReadOnlyList<TrainableTensor> trainable, IReadOnlyList<LinearLayer> layers, IReadOnlyList<LinearLayer> adapted, string source)
    {
        Model = model;
        Trainable = trainable;
        Layers = layers;
        Adapted = adapted;
        Source = source;
    }

    /// <summary>The edited graph.</summary>
    public OnnxModel Model { get; }

    /// <summary>
    /// The tensors that are trained, each an initializer of the graph; the head is not among them. Where they are
    /// overridable inputs, this lists what the inputs are without values.
    /// </summary>
    public IReadOnlyList<TrainableTensor> Trainable { get; }

    /// <summary>Every linear layer of the base model.</summary>
    public IReadOnlyList<LinearLayer> Layers { get; }

    /// <summary>The layers that have an adapter.</summary>
    public IReadOnlyList<LinearLayer> Adapted { get; }

    /// <summary>What the graph was made from, for errors.</summary>
    public string Source { get; }

    /// <summary>Builds the graph of a model and edits it.</summary>
    /// <param name="model">The base model.</param>
    /// <param name="options">
    /// What to compute. <see cref="GraphOptions.Normalize"/> should be false: a head wants the vectors as they are. With
    /// <see cref="WeightPrecision.Int8"/> frozen products are quantised; adapters and trained weights are not.
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

        // Quantised products have no weights that an adapter could be put beside, so quantising comes last.
        var built = model.BuildGraph(options with { Precision = WeightPrecision.Float32 });
        return Edit(built, model.Configuration, $"'{model.Folder}'", options, configuration, placement);
    }

    /// <summary>Edits a graph in place; weights are read only for DoRA, for int8 and for overridable inputs.</summary>
    /// <param name="built">The graph, which must not be shared.</param>
    /// <param name="sizes">The model's sizes.</param>
    /// <param name="source">What messages call the model.</param>
    /// <param name="options">What the graph was built with.</param>
    /// <param name="configuration">What is trained.</param>
    /// <param name="placement">How what is trained is part of the graph.</param>
    internal static TransferGraph Edit(
        OnnxModel built, ModelConfiguration sizes, string source, GraphOptions options, TransferConfiguration configuration, AdapterPlacement placement)
    {
        var proto = built.Proto;
        GraphConstants.Hoist(proto.Graph);
        var layers = LinearLayerFinder.Find(proto.Graph);
        var graph = new GraphBuilder(proto.Graph, OperatorSetOf(proto));
        using var data = new TensorData(built.ExternalDataFolder, source);

        IReadOnlyList<LinearLayer> adapted = [];
        var trainable = new List<TrainableTensor>();
        switch (configuration.Method)
        {
            case TransferMethod.Head:
                break;
            case TransferMethod.Full:
                trainable.AddRange(new WeightCatalog(proto.Graph, layers).Weights.Select(WeightCatalog.Trainable));
                break;
            case TransferMethod.LastLayers:
                trainable.AddRange(new WeightCatalog(proto.Graph, layers).LastLayers(configuration.LastLayers).Select(WeightCatalog.Trainable));
                break;
            case TransferMethod.Lora:
                adapted = TargetSelection.Select(layers, configuration.Lora, isTraining: placement == AdapterPlacement.Initializers);
                trainable.AddRange(BesideAdapters(new WeightCatalog(proto.Graph, layers), adapted, configuration.Lora));
                trainable.AddRange(LoraTransfer.Apply(graph, adapted, configuration.Lora, placement, data));
                break;
            case TransferMethod.Prefix:
                if (layers.Any(layer => layer.ComputeType != DataType.Float))
                    throw new NotSupportedException($"{source} computes in half precision, where no prefix can be put in. Export it in single precision, or use another way of transfer.");
                trainable.AddRange(PrefixTransfer.Apply(graph, sizes, configuration.PrefixLength, placement));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(configuration), configuration.Method, "Not a way of transfer.");
        }

        if (placement == AdapterPlacement.OverridableInputs)
            MakeOverridable(proto.Graph, trainable, data);
        if (options.Precision == WeightPrecision.Int8)
            DynamicQuantization.Apply(graph, data, trainable.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal));
        GraphCleanup.RemoveUnused(proto.Graph);
        return new TransferGraph(new OnnxModel(proto, built.ExternalDataFolder), trainable, layers, adapted, source);
    }

    /// <summary>A copy of the graph whose trained tensors have the given values; it needs none from outside.</summary>
    /// <param name="tensors">Values by name; tensors that are not among them keep what the graph has.</param>
    /// <exception cref="InvalidDataException">A tensor is not one of the graph's, or has another shape.</exception>
    public OnnxModel WithValues(IReadOnlyDictionary<string, DenseTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        foreach (var (name, tensor) in tensors)
            Check(name, tensor);
        return GraphValues.Replace(Model, tensors);
    }

    /// <exception cref="InvalidDataException">There is no such trained tensor, or it has another shape.</exception>
    private void Check(string name, DenseTensor tensor)
    {
        var known = Trainable.FirstOrDefault(candidate => candidate.Name == name)
            ?? throw new InvalidDataException($"{Source} has no trained tensor '{name}'. What was trained belongs to another model or to another way of transfer.");
        if (!known.Shape.SequenceEqual(tensor.Shape))
        {
            throw new InvalidDataException(
                $"The trained tensor '{name}' has the shape [{string.Join(", ", tensor.Shape)}], but {Source} needs [{string.Join(", ", known.Shape)}]. It belongs to another model.");
        }
    }

    /// <summary>What is trained in full beside adapters: biases, and the modules that a configuration names.</summary>
    private static IEnumerable<TrainableTensor> BesideAdapters(WeightCatalog catalog, IReadOnlyList<LinearLayer> adapted, LoraConfiguration configuration)
    {
        var adaptedBiases = adapted.Select(layer => layer.Bias?.Name).ToHashSet(StringComparer.Ordinal);
        var saved = configuration.ModulesToSave.Where(name => !ModuleNames.IsOutputLayer(name)).ToArray();
        foreach (var name in saved)
        {
            if (!catalog.Weights.Any(weight => ModuleNames.IsWithin(name, catalog.ModuleOf(weight))))
            {
                throw new ArgumentException(
                    $"{nameof(LoraConfiguration.ModulesToSave)}: '{name}' matches no module of the model. There are {TargetSelection.Available(catalog.Weights.Select(catalog.ModuleOf))}.",
                    nameof(configuration));
            }
        }

        return catalog.Weights.Where(weight =>
            (configuration.Bias switch
            {
                AdapterBias.All => WeightCatalog.IsBias(weight),
                AdapterBias.LoraOnly => adaptedBiases.Contains(weight.Name),
                _ => false,
            })
            || saved.Any(name => ModuleNames.IsWithin(name, catalog.ModuleOf(weight)))).Select(WeightCatalog.Trainable);
    }

    /// <summary>Makes weights inputs that may be left out; in single precision, which is what values are given in.</summary>
    private static void MakeOverridable(GraphProto graph, IReadOnlyList<TrainableTensor> trainable, TensorData data)
    {
        var inputs = graph.Input.Select(input => input.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var tensor in trainable.Where(tensor => !inputs.Contains(tensor.Name)))
        {
            var values = new float[tensor.Count];
            data.CopyFloats(graph.Initializer.First(initializer => initializer.Name == tensor.Name), 0, values);
            GraphValues.Replace(graph, tensor.Name, new DenseTensor(tensor.Shape, values));
            graph.Input.Add(GraphBuilder.ValueInfo(tensor.Name, DataType.Float, [.. tensor.Shape.Select(size => $"{size}")]));
        }
    }

    /// <summary>The operator set that a model is written in.</summary>
    internal static long OperatorSetOf(ModelProto model) =>
        model.OpsetImport.FirstOrDefault(opset => opset.Domain is "" or "ai.onnx")?.Version ?? GraphBuilder.OperatorSet;
}
