using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;
using Onnx;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>
/// Writes a fine-tuned model as a Hugging Face checkpoint of its own: configuration, tokenizer and weights, with what was
/// trained merged in.
/// </summary>
/// <remarks>
/// Merged weights are stored in the type in which the base model has them. Tensors are read, merged and written one row at a
/// time, so memory stays small whatever the model's size. A classifier's head is stored as Hugging Face's class for sequence
/// classification names it, <c>classifier</c> or, for decoders, <c>score</c>. Where that class pools in another way than the
/// classifier did (BERT: the pooler; decoders: the last token), or has a deeper head (RoBERTa, DistilBERT), transformers will load
/// the encoder and not give the same scores. Decoders' <c>score</c> has no bias there, so transformers leaves the classifier's out.
/// </remarks>
public static class MergedCheckpoint
{
    /// <summary>What Hugging Face's code puts into one file: 5 GB.</summary>
    internal const long LargestShard = 5_000_000_000;

    /// <summary>Writes a classifier.</summary>
    /// <param name="model">The base model, a checkpoint's folder.</param>
    /// <param name="classifier">The classifier.</param>
    /// <param name="folder">A folder that does not exist yet or is empty. It appears only once everything is complete and on disk.</param>
    /// <exception cref="InvalidDataException">The classifier was trained on another model.</exception>
    /// <exception cref="NotSupportedException">The base model is an exported graph, or the classifier has a prefix, which no checkpoint can hold.</exception>
    /// <exception cref="IOException">The folder is not empty, or a file cannot be written.</exception>
    public static void Save(LanguageModel model, FineTunedClassifier classifier, string folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(classifier);
        classifier.EnsureFits(model);
        if (classifier.Configuration.Method == TransferMethod.Prefix)
            throw new NotSupportedException($"A prefix cannot be merged into weights. Use {nameof(MergedGraph)} or save the classifier itself.");
        if (classifier.Tensors.Keys.FirstOrDefault(name => ModuleNames.IsDenseModule(name[..Math.Max(0, name.LastIndexOf('.'))])) is { } dense)
            throw new NotSupportedException($"'{dense}' belongs to a Dense module of sentence-transformers, which is not part of the checkpoint. Use {nameof(MergedGraph)}.");
        Save(model, _ => (classifier.Tensors, classifier.Configuration.Lora), HeadOf(model, classifier), folder, LargestShard, precision: null);
    }

    /// <summary>Writes a model with an adapter; a head that was saved with the adapter is left out.</summary>
    /// <param name="model">The base model, a checkpoint's folder.</param>
    /// <param name="adapter">The adapter.</param>
    /// <param name="folder">As above.</param>
    /// <exception cref="InvalidDataException">The adapter belongs to another model, or is incomplete.</exception>
    /// <exception cref="NotSupportedException">The base model is an exported graph.</exception>
    /// <exception cref="IOException">The folder is not empty, or a file cannot be written.</exception>
    public static void Save(LanguageModel model, LoraAdapter adapter, string folder)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        Save(model, adapter, folder, LargestShard);
    }

    internal static void Save(LanguageModel model, LoraAdapter adapter, string folder, long largestShard)
    {
        ArgumentNullException.ThrowIfNull(model);
        Save(model, Bind, null, folder, largestShard, precision: null);

        (IReadOnlyDictionary<string, DenseTensor> Tensors, LoraConfiguration Configuration) Bind(IReadOnlyList<LinearLayer> layers)
        {
            var binding = AdapterBinding.BindToCheckpoint(adapter, model, layers);
            return (binding.Tensors, binding.Configuration);
        }
    }

    /// <summary>Writes a model with what was trained of it, and perhaps a head.</summary>
    /// <param name="model">The base model, a checkpoint's folder.</param>
    /// <param name="bind">Gives what was trained, by the names of the graph, and how its adapters are merged.</param>
    /// <param name="head">The head, or <see langword="null"/> for none.</param>
    /// <param name="folder">A folder that does not exist yet or is empty.</param>
    /// <param name="largestShard">The most bytes of one file.</param>
    /// <param name="precision">The type of stored numbers; <see langword="null"/> for the base model's.</param>
    /// <param name="addFiles">Adds files to the folder that it gets, before the folder is in its place.</param>
    internal static void Save(
        LanguageModel model,
        Func<IReadOnlyList<LinearLayer>, (IReadOnlyDictionary<string, DenseTensor> Tensors, LoraConfiguration Configuration)> bind,
        CheckpointHead? head,
        string folder,
        long largestShard,
        StoredPrecision? precision,
        Action<string>? addFiles = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (model.Files.Checkpoint is not { } checkpoint)
            throw new NotSupportedException($"'{model.Folder}' is an exported graph, not a checkpoint. Use {nameof(MergedGraph)}.");

        StagedFolder.Write(folder, staging =>
        {
            var weights = checkpoint.Tensors.Select(pair => (pair.Key, Tensor: WeightBinder.ExternalTensor(pair.Value)))
                .Where(pair => pair.Tensor is not null).ToDictionary(pair => pair.Key, pair => pair.Tensor!, StringComparer.Ordinal);
            var layers = Layers(model, weights);
            var (tensors, configuration) = bind(layers);
            using var data = new TensorData(checkpoint.DataFolder, $"'{model.Folder}'");
            var merged = new MergedWeights(tensors, configuration, layers, weights, precision, data, $"'{model.Folder}'");
            var inner = Path.Combine(staging, Path.GetRelativePath(model.Folder, checkpoint.Folder));
            Directory.CreateDirectory(inner);
            CopyFiles(model, checkpoint, staging);
            WriteWeights(checkpoint, merged, head, inner, largestShard);
            if (head is not null)
                WriteConfiguration(model, head, staging);
            addFiles?.Invoke(staging);
        });
    }

    /// <summary>The graph's linear layers, which know their layout, and what else in the checkpoint may be one.</summary>
    private static List<LinearLayer> Layers(LanguageModel model, Dictionary<string, TensorProto> weights)
    {
        var layers = LinearLayerFinder.Find(model.BuildGraph(new GraphOptions { Output = GraphOutput.LastHiddenState }).Proto.Graph).ToList();
        var known = layers.Select(layer => layer.Weight.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, tensor) in weights)
        {
            if (tensor.Dims.Count == 2 && name.EndsWith(".weight", StringComparison.Ordinal) && !known.Contains(name))
                layers.Add(new LinearLayer(name[..^".weight".Length], tensor, IsOutputFirst: true, TensorProto.Types.DataType.Float));
        }

        return layers;
    }

    private static void CopyFiles(LanguageModel model, Checkpoint checkpoint, string staging)
    {
        foreach (var file in model.Files.ContentFiles().Except(checkpoint.Files).Distinct(StringComparer.Ordinal))
        {
            var copy = Path.Combine(staging, Path.GetRelativePath(model.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static void WriteWeights(Checkpoint checkpoint, MergedWeights merged, CheckpointHead? head, string folder, long largestShard)
    {
        var prefix = head?.Prefix.MissingPrefix(checkpoint.Tensors.Keys) ?? "";
        var entries = checkpoint.Tensors.Values.OrderBy(tensor => tensor.FileName, StringComparer.Ordinal).ThenBy(tensor => tensor.Tensor.Offset)
            .Select(tensor => merged.Find(tensor.Tensor.Name) is { } written
                ? new Entry(Name(tensor.Tensor.Name), written.Type, tensor.Tensor.Shape, written.ByteLength, written.Write)
                : new Entry(Name(tensor.Tensor.Name), tensor.Tensor.Type, tensor.Tensor.Shape, tensor.Tensor.ByteLength, stream => Copy(tensor, stream))).ToList();
        if (head is not null)
        {
            entries.RemoveAll(entry => head.Tensors.ContainsKey(entry.Name) || head.Obsolete.Contains(entry.Name));
            entries.AddRange(head.Tensors.Select(pair =>
            {
                var (type, length, write) = merged.Whole(pair.Value);
                return new Entry(pair.Key, type, pair.Value.Shape, length, write);
            }));
        }

        var shards = Shards(entries, largestShard);
        var map = new JsonObject();
        foreach (var (index, shard) in shards.Index())
        {
            var name = shards.Count == 1 ? Checkpoint.SingleFileName : $"model-{index + 1:00000}-of-{shards.Count:00000}.safetensors";
            var writer = new SafetensorsWriter();
            foreach (var entry in shard)
            {
                writer.Add(entry.Name, entry.Type, entry.Shape, entry.ByteLength, entry.Write);
                map[entry.Name] = name;
            }

            writer.Save(Path.Combine(folder, name));
        }

        if (shards.Count > 1)
        {
            WriteJson(Path.Combine(folder, Checkpoint.IndexFileName), new JsonObject
            {
                ["metadata"] = new JsonObject { ["total_size"] = entries.Sum(entry => entry.ByteLength) },
                ["weight_map"] = map,
            });
        }

        string Name(string stored) => IsOutside(stored) ? stored : prefix + stored;
    }

    private static List<List<Entry>> Shards(IEnumerable<Entry> entries, long largest)
    {
        var shards = new List<List<Entry>> { new() };
        long length = 0;
        foreach (var entry in entries)
        {
            if (length > 0 && length + entry.ByteLength > largest)
            {
                shards.Add([]);
                length = 0;
            }

            shards[^1].Add(entry);
            length += entry.ByteLength;
        }

        return shards;
    }

    private static void WriteConfiguration(LanguageModel model, CheckpointHead head, string staging)
    {
        var path = Path.Combine(staging, Path.GetRelativePath(model.Folder, model.Files.ConfigurationPath));
        var fields = PeftConfigurationFile.Read(path).All;
        head.Describe(fields);
        WriteJson(path, fields);
    }

    /// <summary>A classifier's head under the names of Hugging Face's class for sequence classification.</summary>
    private static CheckpointHead HeadOf(LanguageModel model, FineTunedClassifier classifier)
    {
        var kind = HeadModel.Of(model.Configuration.ModelType);
        var tensors = new Dictionary<string, DenseTensor>(StringComparer.Ordinal)
        {
            [kind.Head + ".weight"] = classifier.HeadWeight,
            [kind.Head + ".bias"] = classifier.HeadBias,
        };
        return new CheckpointHead(kind, tensors, new HashSet<string>(), fields =>
        {
            fields["architectures"] = new JsonArray(kind.Architecture);
            fields["id2label"] = new JsonObject(classifier.Classes.Select((name, index) => KeyValuePair.Create($"{index}", (JsonNode?)name)));

            // As transformers turns id2label round: of two classes with one name the last has it.
            var identifiers = new JsonObject();
            foreach (var (index, name) in classifier.Classes.Index())
                identifiers[name] = index;
            fields["label2id"] = identifiers;
            fields["problem_type"] = classifier.IsMultiLabel ? "multi_label_classification" : "single_label_classification";
        });
    }

    private static void WriteJson(string path, JsonObject fields) =>
        AtomicFile.Write(path, stream => stream.Write(JsonFile.ToBytes(fields)));

    /// <summary>Whether a tensor belongs to a head and not to the model inside a head model.</summary>
    internal static bool IsOutside(string name) =>
        name.StartsWith("lm_head.", StringComparison.Ordinal) || name.StartsWith("cls.", StringComparison.Ordinal)
        || LoraAdapter.IsHead(name.Split('.')[0]);

    private static void Copy(CheckpointTensor tensor, Stream stream)
    {
        const int Piece = 1 << 20;
        using var file = new MappedFile(tensor.Path);
        for (long done = 0; done < tensor.Tensor.ByteLength; done += Piece)
            stream.Write(file.Span<byte>(tensor.Tensor.Offset + done, (int)Math.Min(Piece, tensor.Tensor.ByteLength - done)));
    }

    /// <summary>A tensor that is to be written.</summary>
    private sealed record Entry(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long ByteLength, Action<Stream> Write);
}
