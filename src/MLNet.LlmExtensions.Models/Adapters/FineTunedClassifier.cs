using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>
/// What training a classifier on a language model gives: the head, and the tensors of the model that were trained. The
/// base model itself is not part of it, only where it was and what its <see cref="LanguageModel.Fingerprint"/> is.
/// </summary>
/// <remarks>
/// The score of a class is the mean over a text's windows of <c>vector · HeadWeightᵀ + HeadBias</c>; the vector is the
/// pooled one, not normalised. Holds no native memory; there is nothing to dispose. Safe to read from several threads.
/// </remarks>
public sealed class FineTunedClassifier
{
    /// <summary>The most that is saved, in bytes.</summary>
    internal const long LargestSize = 1L << 30;

    /// <summary>The folder of the base model when the classifier was trained; where it is used another may hold the same model.</summary>
    public required string BaseModelFolder { get; init; }

    /// <summary>
    /// The base model's <see cref="ModelConfiguration.ModelType"/>, or null. It decides what the saved tensors are called, so that
    /// PEFT finds them.
    /// </summary>
    public string? BaseModelType { get; init; }

    /// <summary>
    /// The base model's <see cref="ModelConfiguration.KeyValueHeadCount"/>, or null. PEFT has to know it to take a saved
    /// <see cref="TransferMethod.Prefix"/> apart.
    /// </summary>
    public int? BaseModelKeyValueHeads { get; init; }

    /// <summary>The base model's <see cref="LanguageModel.Fingerprint"/>.</summary>
    public required string BaseModelFingerprint { get; init; }

    /// <summary>What of the model was trained.</summary>
    public required TransferConfiguration Configuration { get; init; }

    /// <summary>The pooling, or null for the model's own.</summary>
    public PoolingMode? Pooling { get; init; }

    /// <summary>The longest window of a text, in tokens, special tokens included.</summary>
    public required int MaximumLength { get; init; }

    /// <summary>What was put in front of every text, or null.</summary>
    public string? Prompt { get; init; }

    /// <summary>What was done with texts longer than <see cref="MaximumLength"/>. Default: they were read in windows.</summary>
    public LongTextHandling LongText { get; init; } = LongTextHandling.Chunk;

    /// <summary>How many tokens two neighbouring windows of a long text share at the least. Default: 64.</summary>
    public int ChunkOverlap { get; init; } = 64;

    /// <summary>Whether a text may belong to several classes: scores then go through a sigmoid each and not through a softmax.</summary>
    public bool IsMultiLabel { get; init; }

    /// <summary>Whether a text consists of two parts.</summary>
    public bool HasPairs { get; init; }

    /// <summary>The names of the classes, in the order of the scores.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The head's weight, [classes, dimensions].</summary>
    public required DenseTensor HeadWeight { get; init; }

    /// <summary>The head's bias, [classes].</summary>
    public required DenseTensor HeadBias { get; init; }

    /// <summary>The trained tensors of the model by the name of the graph's initializer.</summary>
    public IReadOnlyDictionary<string, DenseTensor> Tensors { get; init; } = new Dictionary<string, DenseTensor>();

    /// <summary>Makes a classifier of an adapter with a head, wherever it was trained.</summary>
    /// <param name="model">The base model that the adapter was trained on.</param>
    /// <param name="adapter">The adapter.</param>
    /// <param name="classes">The names of the classes; null for <c>LABEL_0</c>, <c>LABEL_1</c>, … as Hugging Face calls them.</param>
    /// <param name="pooling">
    /// What the head was trained on. Null for what the classes for sequence classification do where the adapter's
    /// <see cref="LoraAdapter.TaskType"/> is <c>SEQ_CLS</c> – <see cref="PoolingMode.Pooler"/> for BERT,
    /// <see cref="PoolingMode.LastToken"/> for decoders – and otherwise for the model's own.
    /// </param>
    /// <exception cref="ArgumentException">There is another number of classes than the head has.</exception>
    /// <exception cref="InvalidDataException">The adapter belongs to another model, is incomplete, or has no head.</exception>
    /// <exception cref="NotSupportedException">
    /// The adapter's head has several layers, as that of RoBERTa's class for sequence classification; or it is not known which
    /// pooling the model's class has.
    /// </exception>
    public static FineTunedClassifier FromAdapter(
        LanguageModel model, LoraAdapter adapter, IReadOnlyList<string>? classes = null, PoolingMode? pooling = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(adapter);
        if (adapter.InnerHead is { } inner)
            throw new NotSupportedException($"{adapter.Source} has a head of several layers ('{inner}'). Supported is a head of one linear layer.");
        pooling ??= PoolingOf(adapter, model);
        var binding = AdapterBinding.Bind(adapter, model, new GraphOptions { Pooling = pooling, Normalize = false });
        if (adapter.ClassifierWeight is not { Shape: [var count and > 0, _] } weight)
            throw new InvalidDataException($"{adapter.Source} has no classification head ('classifier' or 'score').");
        if (weight.Shape[1] != model.Configuration.HiddenSize)
        {
            throw new InvalidDataException(
                $"{adapter.Source}: the head's weight {weight} does not fit vectors of {model.Configuration.HiddenSize} components, which '{model.Folder}' has. The adapter belongs to another model.");
        }

        var bias = adapter.ClassifierBias ?? new DenseTensor([count], new float[count]);
        if (!bias.Shape.SequenceEqual([count]))
            throw new InvalidDataException($"{adapter.Source}: the head's weight {weight} does not fit its bias {bias}.");
        classes ??= [.. Enumerable.Range(0, (int)count).Select(index => $"LABEL_{index}")];
        if (classes.Count != count)
            throw new ArgumentException($"{classes.Count} classes are named, but the adapter's head has {count}.", nameof(classes));
        return new FineTunedClassifier
        {
            BaseModelFolder = model.Folder,
            BaseModelType = model.Configuration.ModelType,
            BaseModelKeyValueHeads = model.Configuration.KeyValueHeadCount,
            BaseModelFingerprint = model.Fingerprint,
            Configuration = binding.Transfer,
            Pooling = pooling,
            MaximumLength = model.EmbeddingSettings.MaximumLength,
            Classes = [.. classes],
            HeadWeight = weight,
            HeadBias = bias,
            Tensors = binding.Tensors,
        };
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or files do not belong together.</exception>
    /// <exception cref="NotSupportedException">The folder was written by a newer version.</exception>
    public static FineTunedClassifier Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return ClassifierFolder.Read(folder);
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <param name="bytes">The bytes; they may come from an untrusted file.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    /// <exception cref="NotSupportedException">They were written by a newer version.</exception>
    public static FineTunedClassifier FromBytes(ReadOnlyMemory<byte> bytes) => ClassifierBinary.Read(bytes);

    /// <summary>
    /// Writes the classifier into a folder: <c>classifier.json</c>, and the tensors – for <see cref="TransferMethod.Lora"/> and
    /// <see cref="TransferMethod.Prefix"/> as PEFT does it (<c>adapter_config.json</c>, <c>adapter_model.safetensors</c>), otherwise
    /// in <c>classifier.safetensors</c>. Files of an earlier classifier are replaced once the new ones are complete and on
    /// disk; when writing fails they stay.
    /// </summary>
    /// <remarks>
    /// PEFT loads the tensors, and its scores are the same only where Hugging Face's class for sequence classification
    /// computes what the classifier does. BERT's always reads the pooler. Decoders' (GPT-2, BioGPT, Llama, Mistral, Qwen,
    /// Gemma) reads the last token, and its <c>score</c> has no bias, so the classifier's is lost. RoBERTa's and DistilBERT's have
    /// another layer before the output, and do not take the head at all. With <see cref="TransferMethod.Prefix"/> PEFT moves
    /// the positions of a text's tokens by the length of the prefix; here they stay.
    /// </remarks>
    /// <param name="folder">The folder; made where it is absent.</param>
    /// <exception cref="InvalidOperationException">The trained tensors take more than 1 GiB; save a <see cref="MergedCheckpoint"/> instead.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        CheckSize();
        ClassifierFolder.Write(this, folder);
    }

    /// <summary>The classifier as one block of bytes, for models that are saved as one file.</summary>
    /// <exception cref="InvalidOperationException">The trained tensors take more than 1 GiB; save a <see cref="MergedCheckpoint"/> instead.</exception>
    public byte[] ToBytes()
    {
        CheckSize();
        return ClassifierBinary.Write(this);
    }

    /// <summary>
    /// The adapter with the head in PEFT's form: every adapted module is spelled out by its path, and is all that PEFT will
    /// adapt.
    /// </summary>
    /// <remarks>Whether PEFT's scores are the same depends on the model: see <see cref="Save"/>.</remarks>
    /// <exception cref="InvalidOperationException">The classifier was not trained with <see cref="TransferMethod.Lora"/>.</exception>
    public LoraAdapter ToAdapter()
    {
        if (Configuration.Method != TransferMethod.Lora)
            throw new InvalidOperationException($"The classifier was trained with {Configuration.Method}, not with {TransferMethod.Lora}; it has no adapter.");
        var head = HeadModel.Of(BaseModelType);
        var prefix = ClassifierFolder.ModulePrefix(this, head);
        var adapted = Tensors.Keys.Select(TensorNames.ModuleOfA).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var stored = Tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => StoredTensor.From(PeftKey.Prefix + prefix + KeyOf(pair.Key, adapted), pair.Value));
        var fields = PeftConfigurationFile.NewLora();
        var lora = Configuration.Lora;
        var configuration = lora.SpelledOut([.. adapted.Order(StringComparer.Ordinal).Select(module => (prefix + module, lora.RankOf(module), lora.AlphaOf(module)))])
            with { ModulesToSave = [.. lora.ModulesToSave.Append(head.Head).Distinct(StringComparer.Ordinal)] };
        fields["base_model_name_or_path"] = BaseModelFolder;
        fields["fan_in_fan_out"] = BaseModelType == "gpt2";
        PeftConfigurationFile.WriteLora(fields, configuration);
        return new LoraAdapter(
            configuration, fields, [.. stored, .. ClassifierFolder.Head(this, $"{PeftKey.Prefix}{head.Head}.")], $"The adapter for '{BaseModelFolder}'");
    }

    /// <summary>The same classifier with another head.</summary>
    internal FineTunedClassifier WithHead(IReadOnlyList<string> classes, DenseTensor weight, DenseTensor bias) => new()
    {
        BaseModelFolder = BaseModelFolder,
        BaseModelType = BaseModelType,
        BaseModelFingerprint = BaseModelFingerprint,
        Configuration = Configuration,
        Pooling = Pooling,
        MaximumLength = MaximumLength,
        Prompt = Prompt,
        LongText = LongText,
        ChunkOverlap = ChunkOverlap,
        IsMultiLabel = IsMultiLabel,
        HasPairs = HasPairs,
        Classes = classes,
        HeadWeight = weight,
        HeadBias = bias,
        Tensors = Tensors,
    };

    /// <summary>Whether a model is the one that the classifier was trained on.</summary>
    internal bool IsTrainedOn(LanguageModel model) => string.Equals(model.Fingerprint, BaseModelFingerprint, StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes sure that a model is the one that the classifier was trained on.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="InvalidDataException">It is another one.</exception>
    internal void EnsureFits(LanguageModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!IsTrainedOn(model))
        {
            throw new InvalidDataException(
                $"The classifier was trained on the model that was at '{BaseModelFolder}' (fingerprint {BaseModelFingerprint}), but '{model.Folder}' is another one (fingerprint {model.Fingerprint}).");
        }
    }

    /// <summary>What the class for sequence classification gives its head.</summary>
    private static PoolingMode? PoolingOf(LoraAdapter adapter, LanguageModel model)
    {
        if (adapter.TaskType != "SEQ_CLS")
            return null;
        if (model.Configuration.ModelType == "bert")
            return PoolingMode.Pooler;
        return model.Configuration.IsDecoder
            ? PoolingMode.LastToken
            : throw new NotSupportedException(
                $"{adapter.Source} was trained for sequence classification (SEQ_CLS), and what the head of such a '{model.Configuration.ModelType}' reads is not known here. Say which pooling it is.");
    }

    /// <summary>PEFT wraps a layer with an adapter, and its own parameters are inside.</summary>
    private static string KeyOf(string name, HashSet<string> adapted)
    {
        name = LayerNormNames.New(name);
        var split = name.LastIndexOf('.');
        return split > 0 && adapted.Contains(name[..split]) && name[(split + 1)..] is "bias" or "weight"
            ? $"{name[..split]}.base_layer{name[split..]}"
            : name;
    }

    private void CheckSize()
    {
        var size = Tensors.Values.Sum(tensor => (long)tensor.Values.Length * sizeof(float)) + ((HeadWeight.Values.Length + (long)HeadBias.Values.Length) * sizeof(float));
        if (size > LargestSize)
        {
            throw new InvalidOperationException(
                $"The trained tensors take {size} bytes, more than the {LargestSize} that are saved beside a base model. Write a model of its own with {nameof(MergedCheckpoint)}.{nameof(MergedCheckpoint.Save)} instead.");
        }
    }
}
