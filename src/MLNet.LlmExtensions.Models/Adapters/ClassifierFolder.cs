using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>
/// A classifier as a folder: <c>classifier.json</c>, and the tensors in PEFT's format where PEFT has one for the way of
/// transfer, otherwise in <c>classifier.safetensors</c>.
/// </summary>
internal static class ClassifierFolder
{
    public const string DescriptionFileName = "classifier.json";
    public const string TensorsFileName = "classifier.safetensors";
    private const string HashField = "tensors_sha256";
    private const string PrefixField = "module_prefix";
    private const string LayersField = "layers";

    /// <summary>Names of the graph that PEFT's file has another for.</summary>
    private const string RenamedField = "renamed_tensors";

    /// <exception cref="IOException">A file cannot be written; then the folder is as it was.</exception>
    public static void Write(FineTunedClassifier classifier, string folder)
    {
        var head = HeadModel.Of(classifier.BaseModelType);
        var description = ClassifierDescription.Write(classifier);
        IReadOnlyList<(string Name, Action<Stream> Write)> files;
        switch (classifier.Configuration.Method)
        {
            case TransferMethod.Lora:
                var adapter = classifier.ToAdapter();
                description[PrefixField] = ModulePrefix(classifier, head);
                description[RenamedField] = new JsonArray(
                    [.. classifier.Tensors.Keys.Where(name => LayerNormNames.New(name) != name).Order(StringComparer.Ordinal).Select(name => (JsonNode)name)]);
                files = adapter.Files();
                break;
            case TransferMethod.Prefix:
                description[LayersField] = classifier.Tensors.Count / 2;
                files = PrefixFiles(classifier, head);
                break;
            default:
                files = [(TensorsFileName, StoredTensors.Writer(
                    [.. Head(classifier, "classifier."), .. classifier.Tensors.Select(pair => StoredTensor.From(pair.Key, pair.Value))]).Save)];
                break;
        }

        // Renaming several files is not one step. The hash finds tensors and description that do not belong together.
        string? hash = null;
        var (tensorsName, write) = files[0];
        var obsolete = new[] { TensorsFileName, LoraAdapter.TensorsFileName, PeftConfigurationFile.FileName }.Except(files.Select(file => file.Name)).ToArray();
        AtomicFolder.Write(
            folder,
            [
                (tensorsName, stream => hash = Hash(write, stream)),
                .. files.Skip(1),
                (DescriptionFileName, stream =>
                {
                    description[HashField] = hash;
                    stream.Write(JsonFile.ToBytes(description));
                }),
            ],
            obsolete);
    }

    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or files do not belong together.</exception>
    /// <exception cref="NotSupportedException">The folder is of a newer version.</exception>
    public static FineTunedClassifier Read(string folder)
    {
        var path = Path.Combine(Path.GetFullPath(folder), DescriptionFileName);
        if (!File.Exists(path))
            throw new FileNotFoundException($"'{folder}' is not a classifier's folder: it has no '{DescriptionFileName}'.", path);
        var fields = JsonFile.ReadObject(path);
        var method = ClassifierDescription.ReadMethod(fields);
        var tensorsPath = Path.Combine(
            Path.GetFullPath(folder), method is TransferMethod.Lora or TransferMethod.Prefix ? LoraAdapter.TensorsFileName : TensorsFileName);
        var stored = StoredTensors.Read(tensorsPath);
        CheckHash(tensorsPath, fields);

        var tensors = new Dictionary<string, DenseTensor>(StringComparer.Ordinal);
        DenseTensor? weight = null, bias = null;
        var prefix = fields.OptionalText(PrefixField) ?? "";
        var renamed = fields.Has(RenamedField) ? fields.Texts(RenamedField).Distinct(StringComparer.Ordinal).ToLookup(LayerNormNames.New, StringComparer.Ordinal) : null;
        foreach (var tensor in stored)
        {
            var name = Name(tensor.Key, method, prefix, $"'{tensorsPath}'");
            if (name is null)
                continue;
            var values = tensor.ToDense($"'{tensorsPath}'");
            if (name is "classifier.weight" or "score.weight")
                weight = values;
            else if (name is "classifier.bias" or "score.bias")
                bias = values;
            else if (method == TransferMethod.Prefix && name == PrefixEmbeddings.Key)
            {
                foreach (var (key, part) in PrefixEmbeddings.Split(values, fields.Size(LayersField), $"'{tensorsPath}'"))
                    tensors.Add(key, part);
            }
            else if (!tensors.TryAdd(renamed?[name].FirstOrDefault() ?? name, values))
                throw new InvalidDataException($"'{tensorsPath}': the tensor '{tensor.Key}' is there twice, under another name.");
        }

        return ClassifierDescription.Read(fields, weight, bias, tensors);
    }

    /// <summary>What PEFT's names have before the graph's.</summary>
    public static string ModulePrefix(FineTunedClassifier classifier, HeadModel head) => head.MissingPrefix(classifier.Tensors.Keys);

    /// <summary>The head as tensors of a file.</summary>
    public static IEnumerable<StoredTensor> Head(FineTunedClassifier classifier, string prefix) =>
        [StoredTensor.From(prefix + "weight", classifier.HeadWeight), StoredTensor.From(prefix + "bias", classifier.HeadBias)];

    private static string? Name(string key, TransferMethod method, string prefix, string source)
    {
        if (method is not (TransferMethod.Lora or TransferMethod.Prefix) || key == PrefixEmbeddings.Key)
            return key;
        if (PeftKey.Parse(key, source) is not { } parsed)
            return null;
        var module = parsed.Module.StartsWith(prefix, StringComparison.Ordinal) ? parsed.Module[prefix.Length..] : parsed.Module;
        return $"{module}.{parsed.Tensor}";
    }

    private static (string Name, Action<Stream> Write)[] PrefixFiles(FineTunedClassifier classifier, HeadModel head)
    {
        var embeddings = PrefixEmbeddings.Join(classifier.Tensors);
        var width = classifier.Tensors[TensorNames.PrefixKey(0)].Shape[1];
        var layers = classifier.Tensors.Count / 2;
        var fields = new JsonObject
        {
            ["auto_mapping"] = null,
            ["base_model_name_or_path"] = classifier.BaseModelFolder,
            ["encoder_hidden_size"] = width,
            ["inference_mode"] = true,
            ["modules_to_save"] = new JsonArray(head.Head),
            ["num_attention_heads"] = classifier.BaseModelKeyValueHeads is { } heads and > 0 && width % heads == 0 ? heads : null,
            ["num_layers"] = layers,
            ["num_transformer_submodules"] = 1,
            ["num_virtual_tokens"] = embeddings.Shape[0],
            ["peft_type"] = PeftConfigurationFile.PrefixType,
            ["prefix_projection"] = false,
            ["revision"] = null,
            ["task_type"] = "SEQ_CLS",
            ["token_dim"] = width,
        };
        return
        [
            (LoraAdapter.TensorsFileName, StoredTensors.Writer(
                [StoredTensor.From(PrefixEmbeddings.Key, embeddings), .. Head(classifier, $"{PeftKey.PromptPrefix}{head.Head}.")]).Save),
            (PeftConfigurationFile.FileName, stream => stream.Write(JsonFile.ToBytes(fields))),
        ];
    }

    private static string Hash(Action<Stream> write, Stream stream)
    {
        using var hash = SHA256.Create();
        using (var hashing = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
            write(hashing);
        return Convert.ToHexStringLower(hash.Hash!);
    }

    private static void CheckHash(string path, ConfigurationFields fields)
    {
        using var stream = File.OpenRead(path);
        if (Convert.ToHexStringLower(SHA256.HashData(stream)) != fields.Text(HashField))
            throw new InvalidDataException($"'{path}' does not belong to '{fields.File}': its content is another than when the classifier was saved.");
    }
}
