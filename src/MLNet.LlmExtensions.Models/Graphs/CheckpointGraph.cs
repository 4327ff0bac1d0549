using MLNet.LlmExtensions.Models.Graphs.Architectures;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>Builds graphs from a checkpoint's weights.</summary>
internal sealed class CheckpointGraph(IWeightSource checkpoint, ITransformerArchitecture architecture, ModelConfiguration configuration, EmbeddingSettings settings)
{
    private const string PoolerName = "pooler.dense";

    public OnnxModel Build(GraphOptions options)
    {
        int?[] layers = [.. options.AllReadouts().Select(readout => readout.Layer)];
        if (Array.Find(layers, layer => layer < 0 || layer > configuration.LayerCount) is { } wrong)
            throw new ArgumentOutOfRangeException(nameof(options), wrong, $"The layer must be 0 (the embeddings) to {configuration.LayerCount}.");
        if (options is { Output: GraphOutput.Logits, Layer: not null })
            throw new ArgumentException("Logits come from the last layer; leave the layer out.", nameof(options));

        var model = GraphBuilder.NewModel(configuration.ModelType);
        var graph = new GraphBuilder(model.Graph);
        var builder = new TransformerBuilder(graph, checkpoint, configuration, layers);
        var state = architecture.BuildHiddenState(builder);
        IReadOnlyList<int> readoutDimensions = [];
        switch (options.Output)
        {
            case GraphOutput.LastHiddenState:
                graph.Output(state, "last_hidden_state", "batch", "sequence", $"{configuration.HiddenSize}");
                break;
            case GraphOutput.Logits:
                graph.Output(architecture.BuildLogits(builder, state), "logits", "batch", "sequence", $"{configuration.VocabularySize}");
                break;
            default:
                readoutDimensions = EmbeddingTail.Append(
                    graph,
                    readout => Pool(builder, readout.Layer is { } layer ? builder.StateOf(layer) : state, readout.Pooling ?? settings.Pooling),
                    configuration.HiddenSize,
                    options,
                    settings);
                break;
        }

        if (options.Precision == WeightPrecision.Int8)
        {
            using var data = new TensorData(checkpoint.DataFolder, $"'{checkpoint.Folder}'");
            DynamicQuantization.Apply(graph, data);
        }

        GraphCleanup.RemoveUnused(model.Graph);
        return new OnnxModel(model, checkpoint.DataFolder) { ReadoutDimensions = readoutDimensions };
    }

    private string Pool(TransformerBuilder builder, string state, PoolingMode mode) =>
        mode == PoolingMode.Pooler ? Pooler(builder, state) : PoolingHead.Pool(builder.Graph, state, builder.AttentionMask, mode);

    private string Pooler(TransformerBuilder builder, string state)
    {
        if (!builder.Weights.Contains(PoolerName + ".weight"))
            throw new NotSupportedException($"'{checkpoint.Folder}' has no pooler ('{PoolerName}'). Choose another pooling.");
        var first = PoolingHead.Pool(builder.Graph, state, builder.AttentionMask, PoolingMode.Cls);
        return builder.Graph.Tanh(builder.Linear(first, PoolerName, configuration.HiddenSize, configuration.HiddenSize, bias: true));
    }
}
