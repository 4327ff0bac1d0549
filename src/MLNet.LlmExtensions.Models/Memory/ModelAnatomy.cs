using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Graphs.Architectures;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Memory;

/// <summary>
/// What of a model decides its memory: how many weights of which kind, which linear layers, what is trained. Found in the
/// graph, so that it holds for every architecture and way of transfer; weights are not read.
/// </summary>
internal sealed record ModelAnatomy
{
    /// <summary>The size of a head where the configuration does not say how many there are.</summary>
    private const int UsualHeadSize = 64;

    public required string Name { get; init; }

    public required int HiddenSize { get; init; }

    public required int LayerCount { get; init; }

    public required int HeadCount { get; init; }

    public required int HeadSize { get; init; }

    /// <summary>The width of the feed-forward layers.</summary>
    public required long IntermediateSize { get; init; }

    public required FeedForwardKind FeedForward { get; init; }

    /// <summary>Numbers in weights of linear layers.</summary>
    public required long LinearElements { get; init; }

    /// <summary>Rows of those weights, as they are stored.</summary>
    public required long LinearRows { get; init; }

    /// <summary>Numbers in tables whose rows are looked up: tokens, positions, types.</summary>
    public required long TableElements { get; init; }

    /// <summary>Numbers in everything else: biases and norms.</summary>
    public required long OtherElements { get; init; }

    /// <summary>The same three for the weights that are trained, and so do not count as frozen.</summary>
    public (long Linear, long LinearRows, long Table, long Other) TrainedWeights { get; init; }

    /// <summary>All trained tensors, the head excepted.</summary>
    public long TrainableElements { get; init; }

    /// <summary>Numbers in the largest trained tensor.</summary>
    public long LargestTrainable { get; init; }

    /// <summary>The first layer whose activations have gradients; <see cref="LayerCount"/> when none has.</summary>
    public int FirstLayerWithGradients { get; init; }

    public required IReadOnlyList<LinearUse> Linears { get; init; }

    public long Elements => LinearElements + TableElements + OtherElements;

    /// <summary>Examines a model's graph.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="graph">The graph, which is edited.</param>
    /// <param name="configuration">The model's sizes.</param>
    /// <param name="transfer">What is trained; null for nothing.</param>
    public static ModelAnatomy Of(string name, OnnxModel graph, ModelConfiguration configuration, TransferConfiguration? transfer)
    {
        // DoRA's magnitudes start from the weights, which are not read here: one for each output, added below.
        var plain = transfer is null ? new TransferConfiguration { Method = TransferMethod.Head } : transfer with { Lora = transfer.Lora with { UseDora = false } };
        var edited = TransferGraph.Edit(graph, configuration, $"'{name}'", new GraphOptions { Normalize = false }, plain, AdapterPlacement.Initializers);
        var proto = edited.Model.Proto.Graph;
        var catalog = new WeightCatalog(proto, edited.Layers);
        var trainable = edited.Trainable.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        // Adapters are weights of the edited graph too.
        var weights = catalog.Weights.Where(weight => !trainable.TryGetValue(weight.Name, out var tensor) || tensor.Initialization == TensorInitialization.FromGraph).ToArray();
        var layerCount = configuration.LayerCount > 0
            ? configuration.LayerCount
            : weights.Max(catalog.LayerOf) + 1 ?? 1;
        var tables = Tables(proto);
        var magnitudes = transfer is { Method: TransferMethod.Lora, Lora.UseDora: true } ? edited.Adapted.Sum(layer => layer.Outputs) : 0;
        var ranks = edited.Adapted.ToDictionary(layer => layer.Module, layer => transfer!.Lora.RankOf(layer.Module), StringComparer.Ordinal);
        var hidden = configuration.HiddenSize;
        var heads = configuration.HeadCount > 0 ? configuration.HeadCount : Math.Max(1, hidden / UsualHeadSize);

        var linears = edited.Layers.Select(layer => new LinearUse(
            catalog.LayerOf(layer.Weight) ?? layerCount,
            layer.Products[0].Input[0],
            layer.Inputs,
            layer.Outputs,
            layer.Bias is not null,
            ranks.GetValueOrDefault(layer.Module),
            trainable.ContainsKey(layer.Weight.Name))).ToArray();
        var matrices = edited.Layers.Select(layer => layer.Weight.Name).ToHashSet(StringComparer.Ordinal);
        var all = Count(weights, matrices, tables);
        return new ModelAnatomy
        {
            Name = name,
            HiddenSize = hidden,
            LayerCount = layerCount,
            HeadCount = heads,
            HeadSize = configuration.HeadDimension > 0 ? configuration.HeadDimension : Math.Max(1, hidden / heads),
            IntermediateSize = configuration.IntermediateSize > 0
                ? configuration.IntermediateSize
                : linears.Where(linear => linear.Layer < layerCount).Select(linear => Math.Max(linear.Inputs, linear.Outputs)).DefaultIfEmpty(hidden).Max(),
            FeedForward = FeedForwardOf(proto, linears),
            LinearElements = all.Linear,
            LinearRows = all.LinearRows,
            TableElements = all.Table,
            OtherElements = all.Other,
            TrainedWeights = Count(weights.Where(weight => trainable.ContainsKey(weight.Name)), matrices, tables),
            TrainableElements = trainable.Values.Sum(tensor => tensor.Count) + magnitudes,
            LargestTrainable = trainable.Values.Select(tensor => tensor.Count).DefaultIfEmpty(0).Max(),
            FirstLayerWithGradients = trainable.Count == 0
                ? layerCount
                : Math.Min(layerCount, trainable.Values.Min(tensor => FirstLayer(tensor.Name, tables) ?? layerCount)),
            Linears = linears,
        };
    }

    /// <summary>The graph of an architecture whose weights are not there.</summary>
    /// <exception cref="NotSupportedException">The model type is unknown.</exception>
    public static OnnxModel Imagine(ModelConfiguration configuration)
    {
        var architecture = ArchitectureRegistry.Find(configuration.ModelType) ?? throw new NotSupportedException(
            $"The model type '{configuration.ModelType}' is not supported. Supported are {string.Join(", ", ArchitectureRegistry.ModelTypes)}.");
        var settings = new EmbeddingSettings
        {
            Pooling = configuration.IsDecoder ? PoolingMode.LastToken : PoolingMode.Mean,
            MaximumLength = configuration.MaximumPositions,
        };
        return new CheckpointGraph(new ImaginedCheckpoint(configuration.ModelType), architecture, configuration, settings).Build(new GraphOptions { Normalize = false });
    }

    private static (long Linear, long LinearRows, long Table, long Other) Count(
        IEnumerable<TensorProto> tensors, HashSet<string> linears, HashSet<string> tables)
    {
        var (linear, rows, table, other) = (0L, 0L, 0L, 0L);
        foreach (var tensor in tensors)
        {
            var count = tensor.Dims.Aggregate(1L, (product, size) => checked(product * size));
            if (tables.Contains(tensor.Name))
                table += count;
            else if (linears.Contains(tensor.Name))
                (linear, rows) = (linear + count, rows + tensor.Dims[0]);
            else
                other += count;
        }

        return (linear, rows, table, other);
    }

    /// <summary>Tensors whose rows are looked up, through a cast or not.</summary>
    private static HashSet<string> Tables(GraphProto graph)
    {
        var casts = graph.Node.Where(node => node.OpType == "Cast" && node.Output.Count == 1).ToDictionary(node => node.Output[0], node => node.Input[0], StringComparer.Ordinal);
        var initializers = graph.Initializer.Where(tensor => FloatConversion.SizeOf((DataType)tensor.DataType) > 0).Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        return [.. graph.Node.Where(node => node.OpType == "Gather" && node.Input.Count > 0)
            .Select(node => casts.GetValueOrDefault(node.Input[0], node.Input[0])).Where(initializers.Contains)];
    }

    /// <summary>The layer where a trained tensor's gradients begin; null for behind the last one.</summary>
    private static int? FirstLayer(string tensor, HashSet<string> tables) =>
        ModuleNames.LayerOf(tensor) ?? (tables.Contains(tensor) || tensor.Contains("embed", StringComparison.OrdinalIgnoreCase) ? 0 : null);

    private static FeedForwardKind FeedForwardOf(GraphProto graph, LinearUse[] linears)
    {
        var hasTanhGelu = graph.Node.Any(node => node.OpType == "FastGelu"
            || (node.OpType == "Gelu" && node.Attribute.Any(attribute => attribute.Name == "approximate" && attribute.S.ToStringUtf8() == "tanh")));
        // A gate is the second layer that widens the same value.
        var isGated = linears.GroupBy(linear => (linear.Layer, linear.Input)).Any(group => group.Count(linear => linear.Outputs > linear.Inputs) == 2);
        return new FeedForwardKind(Activation: hasTanhGelu ? 3 : 1, Gate: isGated ? 2 : 0);
    }
}
