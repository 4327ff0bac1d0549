using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>
/// A LoRA adapter in memory: PEFT's folder of <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.
/// </summary>
/// <remarks>
/// Saving an adapter that was read gives the same tensors byte for byte, in their own types, and keeps fields of the
/// configuration that are not known here. Holds no native memory; there is nothing to dispose. Safe to read from several
/// threads. Format: <see href="https://huggingface.co/docs/peft/developer_guides/checkpoint"/>.
/// </remarks>
public sealed class LoraAdapter
{
    internal const string TensorsFileName = "adapter_model.safetensors";

    private static readonly string[] HeadNames = ["classifier", "score"];

    /// <summary>Layers before the output layer in some classes for sequence classification (DistilBERT, RoBERTa).</summary>
    private static readonly string[] InnerHeadNames = ["pre_classifier", "classifier.dense", "classifier.out_proj"];

    /// <summary>The first part of the paths of what classes for some task have on top of the model.</summary>
    private static readonly string[] OutputNames =
        ["classifier", "score", "pre_classifier", "lm_head", "qa_outputs", "cls", "output_projection", "vocab_transform", "vocab_layer_norm", "vocab_projector"];

    private readonly JsonObject _fields;
    private readonly Lazy<IReadOnlyDictionary<string, DenseTensor>> _tensors;

    internal LoraAdapter(LoraConfiguration configuration, JsonObject fields, IReadOnlyList<StoredTensor> stored, string source)
    {
        Configuration = configuration;
        Stored = stored;
        Source = source;
        _fields = fields;
        _tensors = new Lazy<IReadOnlyDictionary<string, DenseTensor>>(ReadTensors);
        BaseModelNameOrPath = (string?)fields["base_model_name_or_path"];
        TaskType = (string?)fields["task_type"];
    }

    /// <summary>Where the adapters stand and how strong they are.</summary>
    public LoraConfiguration Configuration { get; }

    /// <summary>The base model's name or folder according to the adapter (<c>base_model_name_or_path</c>), or null.</summary>
    public string? BaseModelNameOrPath { get; }

    /// <summary>The kind of task according to the adapter (<c>task_type</c>), for example <c>SEQ_CLS</c>, or null.</summary>
    public string? TaskType { get; }

    /// <summary>
    /// The tensors in single precision by their names without what PEFT puts around them, for example
    /// <c>encoder.layer.0.attention.self.query.lora_A.weight</c> [rank, in] and <c>….lora_B.weight</c> [out, rank]. A
    /// prefix of the head model that was adapted, such as <c>bert.</c>, is part of the names.
    /// </summary>
    /// <exception cref="InvalidDataException">A tensor is not of a floating-point type.</exception>
    public IReadOnlyDictionary<string, DenseTensor> Tensors => _tensors.Value;

    /// <summary>The weight of a classification head that was saved with the adapter, [classes, dimensions], or null.</summary>
    /// <exception cref="InvalidDataException">The tensor is not of a floating-point type.</exception>
    public DenseTensor? ClassifierWeight => Head("weight");

    /// <summary>The bias of a classification head that was saved with the adapter, [classes], or null.</summary>
    /// <exception cref="InvalidDataException">The tensor is not of a floating-point type.</exception>
    public DenseTensor? ClassifierBias => Head("bias");

    /// <summary>The tensors as they are in the file.</summary>
    internal IReadOnlyList<StoredTensor> Stored { get; }

    /// <summary>What the adapter was read from, for errors.</summary>
    internal string Source { get; }

    /// <summary>Reads an adapter's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="FileNotFoundException">The folder lacks the configuration or the tensors.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    /// <exception cref="NotSupportedException">Not a LoRA adapter, a variant that is not supported, or PyTorch's pickle format.</exception>
    public static LoraAdapter Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var path = Path.Combine(Path.GetFullPath(folder), PeftConfigurationFile.FileName);
        if (!File.Exists(path))
            throw new FileNotFoundException($"'{folder}' is not an adapter's folder: it has no '{PeftConfigurationFile.FileName}'.", path);
        var (fields, all) = PeftConfigurationFile.Read(path);
        if (fields.Text("peft_type") is var type && type != PeftConfigurationFile.LoraType)
            throw new NotSupportedException($"'{path}': the adapter is of the type '{type}'. Supported is {PeftConfigurationFile.LoraType}.");

        // Said here and not when the constructor takes them out of the raw fields.
        _ = (fields.OptionalText("base_model_name_or_path"), fields.OptionalText("task_type"));
        var tensors = TensorsPath(folder);
        var adapter = new LoraAdapter(PeftConfigurationFile.ReadLora(fields), all, StoredTensors.Read(tensors), $"'{tensors}'");
        _ = adapter.Tensors;
        return adapter;
    }

    /// <summary>
    /// Writes the adapter in PEFT's format. Files of an earlier adapter in the folder are replaced once the new ones are
    /// complete and on disk; when writing fails they stay.
    /// </summary>
    /// <param name="folder">The folder; made where it is absent.</param>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        AtomicFolder.Write(folder, Files());
    }

    /// <summary>The files of the folder.</summary>
    internal IReadOnlyList<(string Name, Action<Stream> Write)> Files()
    {
        var fields = _fields.DeepClone().AsObject();
        return
        [
            (TensorsFileName, StoredTensors.Writer(Stored).Save),
            (PeftConfigurationFile.FileName, stream => stream.Write(JsonFile.ToBytes(fields))),
        ];
    }

    /// <summary>The file with a folder's tensors.</summary>
    internal static string TensorsPath(string folder)
    {
        var full = Path.GetFullPath(folder);
        var path = Path.Combine(full, TensorsFileName);
        if (!File.Exists(path) && File.Exists(Path.Combine(full, "adapter_model.bin")))
        {
            throw new NotSupportedException(
                $"'{Path.Combine(full, "adapter_model.bin")}' is a PyTorch pickle, which can run code when it is read. Convert the adapter to safetensors " +
                "(in Python: PeftModel.from_pretrained(...).save_pretrained(folder, safe_serialization=True)).");
        }

        return path;
    }

    /// <summary>The layer of a head that has several, which a classifier here cannot have; or null.</summary>
    internal string? InnerHead => InnerHeadNames.FirstOrDefault(name => Tensors.ContainsKey(name + ".weight"));

    /// <summary>Whether a module is the head on top of the model, or part of it.</summary>
    internal static bool IsHead(string module) => HeadNames.Contains(module) || InnerHeadNames.Contains(module);

    /// <summary>Whether a module stands on top of the model, as part of a head for any task.</summary>
    internal static bool IsOutput(string module) => OutputNames.Contains(module.Split('.')[0]);

    private DenseTensor? Head(string tensor) =>
        HeadNames.Select(name => Tensors.GetValueOrDefault($"{name}.{tensor}")).FirstOrDefault(found => found is not null);

    private Dictionary<string, DenseTensor> ReadTensors()
    {
        // With bias="all" PEFT saves the biases of modules_to_save twice, under two names.
        var first = new Dictionary<string, StoredTensor>(StringComparer.Ordinal);
        var result = new Dictionary<string, DenseTensor>(StringComparer.Ordinal);
        foreach (var stored in Stored)
        {
            if (PeftKey.Parse(stored.Key, Source) is not { } key)
                continue;
            var name = $"{key.Module}.{key.Tensor}";
            if (first.TryAdd(name, stored))
                result.Add(name, stored.ToDense(Source));
            else if (!first[name].HasSameContent(stored))
                throw new InvalidDataException($"{Source}: '{first[name].Key}' and '{stored.Key}' are the same tensor, but differ.");
        }

        return result;
    }
}
