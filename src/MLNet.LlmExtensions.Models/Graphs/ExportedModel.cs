namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>Builds graphs from an exported ONNX file.</summary>
internal sealed class ExportedModel(string path, ModelConfiguration configuration, EmbeddingSettings settings)
{
    private static readonly string[] FileNames = ["model.onnx", Path.Combine("onnx", "model.onnx")];

    /// <summary>The full path of a folder's exported graph, or null.</summary>
    public static string? Find(string folder) => FileNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    public OnnxModel Build(GraphOptions options)
    {
        var readouts = options.AllReadouts();
        if (readouts.Any(readout => readout.Layer is not null))
            throw new NotSupportedException($"'{path}' is an exported graph, whose inner layers cannot be chosen. Use the checkpoint's own folder.");
        if (readouts.Any(readout => readout.Pooling == PoolingMode.Pooler))
            throw new NotSupportedException($"'{path}' is an exported graph, which has no pooler weights to choose. Use the checkpoint's own folder.");

        var model = OnnxModel.Read(path);
        var exported = new ExportedGraph(model, path);
        exported.AdaptInputs(configuration);
        var graph = exported.Builder;
        var hidden = options.Output == GraphOutput.Logits ? null : exported.FindHiddenState();
        var logits = options.Output == GraphOutput.Logits ? exported.FindLogits() : null;
        var sentence = options.Output == GraphOutput.SentenceEmbedding && hidden is null && readouts.All(readout => readout.Pooling is null) ? exported.FindSentenceEmbedding() : null;
        if ((hidden ?? logits ?? sentence) is null)
        {
            throw new NotSupportedException(
                $"'{path}' has no output for {options.Output}; its outputs are '{exported.OutputNames()}'. Export the model for feature extraction.");
        }

        model.Proto.Graph.Output.Clear();
        IReadOnlyList<int> readoutDimensions = [];
        switch (options.Output)
        {
            case GraphOutput.LastHiddenState:
                graph.Output(hidden!.Name, "last_hidden_state", "batch", "sequence", $"{hidden.Size ?? configuration.HiddenSize}");
                break;
            case GraphOutput.Logits:
                graph.Output(logits!.Name, "logits", "batch", "sequence", logits.Size is { } size ? $"{size}" : "vocabulary");
                break;
            case GraphOutput.SentenceEmbedding when hidden is not null:
                readoutDimensions = EmbeddingTail.Append(
                    graph,
                    readout => PoolingHead.Pool(graph, hidden.Name, "attention_mask", readout.Pooling ?? settings.Pooling),
                    hidden.Size ?? configuration.HiddenSize,
                    options,
                    settings);
                break;
            default:
                // The graph pools by itself, and its dense modules are inside.
                readoutDimensions = EmbeddingTail.Append(graph, _ => sentence!.Name, sentence!.Size ?? configuration.HiddenSize, options, settings with { DenseModules = [] });
                break;
        }

        if (options.Precision == WeightPrecision.Int8)
        {
            using var data = new TensorData(model.ExternalDataFolder, $"'{path}'");
            DynamicQuantization.Apply(graph, data);
        }

        GraphCleanup.RemoveUnused(model.Proto.Graph);
        return new OnnxModel(model.Proto, model.ExternalDataFolder) { ReadoutDimensions = readoutDimensions };
    }
}
