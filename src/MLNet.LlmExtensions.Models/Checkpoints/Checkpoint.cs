using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>
/// The weights of a Hugging Face checkpoint folder: one safetensors file, or several with an index. Only headers are
/// read; nothing stays open.
/// </summary>
internal sealed class Checkpoint : IWeightSource
{
    public const string SingleFileName = "model.safetensors";
    public const string IndexFileName = "model.safetensors.index.json";

    private static readonly string[] PyTorchFileNames = ["pytorch_model.bin", "pytorch_model.bin.index.json"];

    private Checkpoint(string folder, string dataFolder, Dictionary<string, CheckpointTensor> tensors, IReadOnlyList<string> files)
    {
        Folder = folder;
        DataFolder = dataFolder;
        Tensors = tensors;
        Files = files;
    }

    /// <summary>The checkpoint's folder.</summary>
    public string Folder { get; }

    /// <summary>
    /// The folder in which the weight files really lie: the checkpoint's own, or where links lead to (a download cache
    /// keeps its files as links). ONNX Runtime does not follow links out of the folder it is given.
    /// </summary>
    public string DataFolder { get; }

    public IReadOnlyDictionary<string, CheckpointTensor> Tensors { get; }

    /// <summary>Full paths of the weight files and of the index.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <inheritdoc/>
    public bool Contains(string name) => Tensors.ContainsKey(name);

    /// <inheritdoc/>
    public CheckpointTensor? Find(string name, ReadOnlySpan<long> shape) => Tensors.GetValueOrDefault(name);

    /// <summary>Whether the folder holds safetensors weights.</summary>
    public static bool ExistsIn(string folder) =>
        File.Exists(Path.Combine(folder, SingleFileName)) || File.Exists(Path.Combine(folder, IndexFileName));

    /// <summary>Reads the headers of a folder's weight files.</summary>
    /// <exception cref="FileNotFoundException">There are no weights, or a shard is missing.</exception>
    /// <exception cref="NotSupportedException">The weights are there only in PyTorch's pickle format.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static Checkpoint Open(string folder)
    {
        var single = Path.Combine(folder, SingleFileName);
        if (File.Exists(single))
            return Create(folder, [single], SafetensorsHeader.Read(single).Tensors.Values.Select(t => (t, single)), [single]);

        var index = Path.Combine(folder, IndexFileName);
        if (File.Exists(index))
            return OpenSharded(folder, index);

        if (PyTorchFileNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } pickle)
        {
            throw new NotSupportedException(
                $"'{pickle}' is a PyTorch pickle, which can run code when it is read. Convert the checkpoint to safetensors " +
                "(in Python: model.save_pretrained(folder, safe_serialization=True)), or use one that is published as safetensors.");
        }

        throw new FileNotFoundException($"'{folder}' has no weights: neither '{SingleFileName}' nor '{IndexFileName}'.", single);
    }

    private static Checkpoint OpenSharded(string folder, string index)
    {
        var fields = JsonFile.ReadObject(index).OptionalObject("weight_map")
            ?? throw new InvalidDataException($"'{index}' has no field 'weight_map'.");
        var fileNames = fields.AllTexts();
        var shards = new Dictionary<string, (string Path, SafetensorsHeader Header)>(StringComparer.Ordinal);
        foreach (var name in fileNames.Values.Distinct(StringComparer.Ordinal))
        {
            var path = PathGuard.Resolve(folder, name, $"'{index}'");
            if (!File.Exists(path))
                throw new FileNotFoundException($"The shard '{path}', which '{index}' names, is missing. Download the checkpoint again.", path);
            shards.Add(name, (path, SafetensorsHeader.Read(path)));
        }

        var tensors = fileNames.Select(pair =>
        {
            var (path, header) = shards[pair.Value];
            return header.Tensors.TryGetValue(pair.Key, out var tensor)
                ? (tensor, path)
                : throw new InvalidDataException($"'{path}' has no tensor '{pair.Key}', which '{index}' says it has.");
        });
        var paths = shards.Values.Select(shard => shard.Path).Order(StringComparer.Ordinal).ToArray();
        return Create(folder, paths, tensors, [index, .. paths]);
    }

    private static Checkpoint Create(
        string folder, IReadOnlyList<string> weightFiles, IEnumerable<(SafetensorsTensor Tensor, string Path)> tensors, IReadOnlyList<string> files)
    {
        var real = weightFiles.ToDictionary(path => path, PathGuard.RealPath, StringComparer.Ordinal);
        var folders = real.Values.Select(path => Path.GetDirectoryName(path)!).Distinct(StringComparer.Ordinal).ToArray();
        if (folders.Length > 1)
        {
            throw new NotSupportedException(
                $"The weight files of '{folder}' are links into different folders ({string.Join(", ", folders)}). Put them into one folder.");
        }

        var result = new Dictionary<string, CheckpointTensor>(StringComparer.Ordinal);
        foreach (var (tensor, path) in tensors)
            result.Add(tensor.Name, new CheckpointTensor(tensor, Path.GetFileName(real[path]), real[path]));
        return new Checkpoint(folder, folders.FirstOrDefault() ?? folder, result, files);
    }
}
