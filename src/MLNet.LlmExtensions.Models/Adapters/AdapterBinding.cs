using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>An adapter's tensors under the names of a base model's graph.</summary>
/// <param name="Tensors">The tensors but the head's.</param>
/// <param name="Configuration">The adapter's configuration with the base model's modules spelled out.</param>
internal sealed record AdapterBinding(IReadOnlyDictionary<string, DenseTensor> Tensors, LoraConfiguration Configuration)
{
    /// <summary>The configuration that the graph is built with.</summary>
    public TransferConfiguration Transfer => new() { Method = TransferMethod.Lora, Lora = Configuration };

    /// <summary>Binds an adapter to a model.</summary>
    /// <param name="adapter">The adapter.</param>
    /// <param name="model">The base model.</param>
    /// <param name="options">What the graph computes; modules of the model that it does not need may have an adapter, which has no effect.</param>
    /// <exception cref="InvalidDataException">The adapter belongs to another model, or is incomplete.</exception>
    public static AdapterBinding Bind(LoraAdapter adapter, LanguageModel model, GraphOptions options)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        ArgumentNullException.ThrowIfNull(model);
        var graph = model.BuildGraph(options with { Precision = WeightPrecision.Float32 }).Proto.Graph;
        GraphConstants.Hoist(graph);
        var layers = LinearLayerFinder.Find(graph);
        var weights = new WeightCatalog(graph, layers).Weights
            .ToDictionary(weight => weight.Name, weight => (IReadOnlyList<long>)[.. weight.Dims], StringComparer.Ordinal);
        var unused = (model.Files.Checkpoint?.Tensors.Keys ?? [])
            .Where(name => !weights.ContainsKey(name) && name.Contains('.', StringComparison.Ordinal))
            .Select(name => name[..name.LastIndexOf('.')])
            .ToHashSet(StringComparer.Ordinal);
        var (tensors, configuration) = AdapterResolver.Resolve(adapter, layers, weights, unused, model.Folder);
        return new AdapterBinding(tensors, configuration);
    }

    /// <summary>Binds an adapter to everything that a checkpoint has, whether a graph computes it or not.</summary>
    /// <exception cref="InvalidDataException">The adapter belongs to another model, or is incomplete.</exception>
    public static AdapterBinding BindToCheckpoint(LoraAdapter adapter, LanguageModel model, IReadOnlyList<LinearLayer> layers)
    {
        var weights = model.Files.Checkpoint!.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value.Tensor.Shape, StringComparer.Ordinal);
        var (tensors, configuration) = AdapterResolver.Resolve(adapter, layers, weights, new HashSet<string>(), model.Folder);
        return new AdapterBinding(tensors, configuration);
    }
}
