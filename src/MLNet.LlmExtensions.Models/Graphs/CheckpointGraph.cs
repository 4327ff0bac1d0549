using MLNet.LlmExtensions.Models.Graphs.Architectures;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>Builds graphs from a checkpoint's weights.</summary>
internal sealed class CheckpointGraph(IWeightSource checkpoint, ITransformerArchitecture architecture, ModelConfiguration configuration, EmbeddingSettings settings)
{
    private const string PoolerName = "pooler.dense";

    public OnnxModel Build(GraphOptions options)
    {
        if (options.Layer is { } layer && (layer < 0 || layer > configuration.LayerCount))
            throw new ArgumentOutOfRangeException(nameof(options), layer, $"The layer must be 0 (the embeddings) to {configuration.LayerCount}.");
        if (options is { Output: GraphOutput.Logits, Layer: not null })
            throw new ArgumentException("Logits come from the last layer; leave the layer out.", nameof(options));

        var model = GraphBuilder.NewModel(configuration.ModelType);
        var graph = new GraphBuilder(model.Graph);
        var builder = new TransformerBuilder(graph, checkpoint, configuration, options.Layer);
        var state = architecture.BuildHiddenState(builder);
        switch (options.Output)
        {
            case GraphOutput.LastHiddenState:
                graph.Output(state, "last_hidden_state", "batch", "sequence", $"{configuration.HiddenSize}");
                break;
            case GraphOutput.Logits:
                graph.Output(architecture.BuildLogits(builder, state), "logits", "batch", "sequence", $"{configuration.VocabularySize}");
                break;
            default:
                var mode = options.Pooling ?? settings.Pooling;
                var pooled = mode == PoolingMode.Pooler
                    ? Pooler(builder, state)
                    : PoolingHead.Pool(graph, state, builder.AttentionMask, mode);
                EmbeddingTail.Append(graph, pooled, configuration.HiddenSize, options, settings);
                break;
        }

        if (options.Precision == WeightPrecision.Int8)
        {
            using var data = new TensorData(checkpoint.DataFolder, $"'{checkpoint.Folder}'");
            DynamicQuantization.Apply(graph, data);
        }

        GraphCleanup.RemoveUnused(model.Graph);
        return new OnnxModel(model, checkpoint.DataFolder);
    }

    private string Pooler(TransformerBuilder builder, string state)
    {
        if (!builder.Weights.Contains(PoolerName + ".weight"))
            throw new NotSupportedException($"'{checkpoint.Folder}' has no pooler ('{PoolerName}'). Choose another pooling.");
        var first = PoolingHead.Pool(builder.Graph, state, builder.AttentionMask, PoolingMode.Cls);
        return builder.Graph.Tanh(builder.Linear(first, PoolerName, configuration.HiddenSize, configuration.HiddenSize, bias: true));
    }
}
