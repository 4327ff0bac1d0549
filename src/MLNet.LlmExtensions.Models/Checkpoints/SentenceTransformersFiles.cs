namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>
/// What the sentence-transformers files of a folder say: <c>modules.json</c>, the modules' own folders,
/// <c>sentence_bert_config.json</c> and <c>config_sentence_transformers.json</c>. All of them are optional.
/// </summary>
/// <remarks>Format: <see href="https://sbert.net/docs/sentence_transformer/usage/custom_models.html"/>.</remarks>
internal sealed class SentenceTransformersFiles
{
    private const string ModulesFileName = "modules.json";
    private const string DefaultPoolingFolder = "1_Pooling";
    private const string SettingsFileName = "config_sentence_transformers.json";

    /// <summary>Older versions named the file after the model's class.</summary>
    private static readonly string[] LengthFileNames =
    [
        "sentence_bert_config.json", "sentence_roberta_config.json", "sentence_distilbert_config.json",
        "sentence_camembert_config.json", "sentence_xlm-roberta_config.json",
    ];

    private readonly List<DenseModule> _dense = [];
    private readonly List<string> _files = [];
    private readonly string _folder;

    private SentenceTransformersFiles(string folder)
    {
        _folder = folder;
        TransformerFolder = folder;
    }

    /// <summary>The folder with config.json and weights: the model's own, or a subfolder that modules.json names.</summary>
    public string TransformerFolder { get; private set; }

    public PoolingMode? Pooling { get; private set; }

    /// <summary>The size of a token vector according to the pooling file.</summary>
    public int? TokenDimensions { get; private set; }

    public bool Normalize { get; private set; }

    public bool IncludePrompt { get; private set; } = true;

    public int? MaximumLength { get; private set; }

    public bool LowerCase { get; private set; }

    public int? Dimensions { get; private set; }

    public IReadOnlyDictionary<string, string> Prompts { get; private set; } = new Dictionary<string, string>();

    public string? DefaultPromptName { get; private set; }

    public IReadOnlyList<DenseModule> DenseModules => _dense;

    /// <summary>Full paths of everything that was read, weights of modules included.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>Reads the files of a folder.</summary>
    /// <exception cref="InvalidDataException">A file is damaged or contradicts itself.</exception>
    /// <exception cref="NotSupportedException">A module of an unknown kind, or a pooling that is not offered.</exception>
    public static SentenceTransformersFiles Read(string folder)
    {
        var result = new SentenceTransformersFiles(folder);
        result.ReadModules();
        result.ReadLength();
        result.ReadSettings();
        return result;
    }

    private void ReadModules()
    {
        var path = Path.Combine(_folder, ModulesFileName);
        if (!File.Exists(path))
        {
            if (File.Exists(Path.Combine(_folder, DefaultPoolingFolder, "config.json")))
                ReadPooling(Path.Combine(_folder, DefaultPoolingFolder));
            return;
        }

        _files.Add(path);
        foreach (var module in JsonFile.ReadObjects(path))
        {
            var type = module.Text("type");
            var name = module.OptionalText("path") ?? "";
            var folder = name.Length == 0 ? _folder : PathGuard.Resolve(_folder, name, $"'{path}'");
            switch (type[(type.LastIndexOf('.') + 1)..])
            {
                case "Transformer":
                    TransformerFolder = folder;
                    break;
                case "Pooling":
                    ReadPooling(folder);
                    break;
                case "Dense" when Normalize:
                    throw new NotSupportedException($"'{path}' has a Dense module after a Normalize module. Only the other order is supported.");
                case "Dense":
                    ReadDense(folder);
                    break;
                case "Normalize":
                    Normalize = true;
                    break;
                case "Dropout":
                    // Does nothing outside training.
                    break;
                default:
                    throw new NotSupportedException($"'{path}' has a module of type '{type}'. Supported are Transformer, Pooling, Dense, Normalize and Dropout.");
            }
        }
    }

    private void ReadPooling(string folder)
    {
        var fields = ReadFile(Path.Combine(folder, "config.json"));
        IncludePrompt = fields.Flag("include_prompt", defaultValue: true);
        TokenDimensions = fields.OptionalSize("word_embedding_dimension") ?? fields.OptionalSize("embedding_dimension");

        var modes = PoolingNames(fields).ToArray();
        Pooling = modes switch
        {
            [] => PoolingMode.Mean,
            ["cls"] => PoolingMode.Cls,
            ["mean"] => PoolingMode.Mean,
            ["max"] => PoolingMode.Max,
            ["lasttoken"] => PoolingMode.LastToken,
            ["weightedmean"] => PoolingMode.WeightedMean,
            [var other] => throw new NotSupportedException($"'{fields.File}' asks for the pooling '{other}'. Supported are cls, mean, max, lasttoken and weightedmean."),
            _ => throw new NotSupportedException($"'{fields.File}' joins several poolings ({string.Join(", ", modes)}). Only one is supported; choose it in the options and remove the others from the file."),
        };
    }

    private static IEnumerable<string> PoolingNames(ConfigurationFields fields)
    {
        // Newer files name the mode; older ones have a flag for each.
        if (fields.IsText("pooling_mode"))
            return [fields.Text("pooling_mode")];
        if (fields.Has("pooling_mode"))
            return fields.Texts("pooling_mode");
        (string Flag, string Name)[] flags =
        [
            ("pooling_mode_cls_token", "cls"),
            ("pooling_mode_mean_tokens", "mean"),
            ("pooling_mode_max_tokens", "max"),
            ("pooling_mode_mean_sqrt_len_tokens", "mean_sqrt_len_tokens"),
            ("pooling_mode_weightedmean_tokens", "weightedmean"),
            ("pooling_mode_lasttoken", "lasttoken"),
        ];
        return flags.Where(flag => fields.Flag(flag.Flag)).Select(flag => flag.Name);
    }

    private void ReadDense(string folder)
    {
        var fields = ReadFile(Path.Combine(folder, "config.json"));
        var activation = fields.OptionalText("activation_function") ?? "torch.nn.modules.activation.Tanh";
        var weights = Path.Combine(folder, Checkpoint.SingleFileName);
        if (!File.Exists(weights))
        {
            // Says the right thing about a missing file and about one in PyTorch's own format.
            Checkpoint.Open(folder);
        }

        _files.Add(weights);
        _dense.Add(new DenseModule(
            weights,
            fields.Size("in_features"),
            fields.Size("out_features"),
            fields.Flag("bias", defaultValue: true),
            activation[(activation.LastIndexOf('.') + 1)..] switch
            {
                "Identity" => DenseActivation.Identity,
                "Tanh" => DenseActivation.Tanh,
                _ => throw new NotSupportedException($"'{fields.File}' asks for the activation '{activation}'. Supported are Identity and Tanh."),
            }));
    }

    private void ReadLength()
    {
        foreach (var folder in new[] { TransformerFolder, _folder }.Distinct(StringComparer.Ordinal))
        {
            if (LengthFileNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is not { } path)
                continue;
            var fields = ReadFile(path);
            MaximumLength = fields.OptionalSize("max_seq_length");
            LowerCase = fields.Flag("do_lower_case");
            return;
        }
    }

    private void ReadSettings()
    {
        var path = Path.Combine(_folder, SettingsFileName);
        if (!File.Exists(path))
            return;
        var fields = ReadFile(path);
        Prompts = fields.TextMap("prompts");
        DefaultPromptName = fields.OptionalText("default_prompt_name");
        Dimensions = fields.OptionalSize("truncate_dim");
        if (DefaultPromptName is not null && !Prompts.ContainsKey(DefaultPromptName))
            throw new InvalidDataException($"'{path}': 'default_prompt_name' is '{DefaultPromptName}', which 'prompts' does not have.");
    }

    private ConfigurationFields ReadFile(string path)
    {
        _files.Add(path);
        return JsonFile.ReadObject(path);
    }
}
