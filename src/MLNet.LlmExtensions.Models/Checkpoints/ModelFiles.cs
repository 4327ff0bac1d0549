using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Graphs.Architectures;

namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>What a model's folder holds, found out once: which configuration, which weights, which settings.</summary>
internal sealed class ModelFiles
{
    internal const string ConfigurationFileName = "config.json";
    private const string TokenizerSettingsFileName = "tokenizer_config.json";

    /// <summary>Used when nothing in the folder says how long a text may be.</summary>
    private const int DefaultMaximumPositions = 512;

    /// <summary>Everything that a tokenizer may read.</summary>
    internal static readonly string[] TokenizerFileNames =
    [
        "tokenizer.json", TokenizerSettingsFileName, "special_tokens_map.json", "added_tokens.json", "vocab.txt", "vocab.json",
        "merges.txt", "tokenizer.model", "spiece.model", "sentencepiece.bpe.model",
    ];

    private readonly SentenceTransformersFiles _sentence;
    private readonly string _configurationPath;

    private ModelFiles(string folder)
    {
        Folder = folder;
        _sentence = SentenceTransformersFiles.Read(folder);
        _configurationPath = Path.Combine(_sentence.TransformerFolder, ConfigurationFileName);
        TokenizerFolder = HasTokenizer(_sentence.TransformerFolder) || !HasTokenizer(folder) ? _sentence.TransformerFolder : folder;

        var fields = File.Exists(_configurationPath) ? JsonFile.ReadObject(_configurationPath) : null;
        Architecture = ArchitectureRegistry.Find(fields?.OptionalText("model_type"));
        ExportedPath = ExportedModel.Find(_sentence.TransformerFolder) ?? ExportedModel.Find(folder);
        var hasCheckpoint = Checkpoint.ExistsIn(_sentence.TransformerFolder);
        if (Architecture is not null && (hasCheckpoint || ExportedPath is null))
        {
            // Where both are there the checkpoint is the original. Where neither is, this says what is missing.
            ExportedPath = null;
            Configuration = Architecture.ReadConfiguration(fields!);
            Checkpoint = Checkpoint.Open(_sentence.TransformerFolder);
        }
        else if (ExportedPath is not null)
        {
            Architecture = null;
            Configuration = ReadExportedConfiguration(fields, ExportedPath);
        }
        else
        {
            throw Unusable(fields);
        }

        Settings = ReadSettings();
    }

    public string Folder { get; }

    public string TokenizerFolder { get; }

    /// <summary>The full path of <c>config.json</c>, whether it exists or not.</summary>
    public string ConfigurationPath => _configurationPath;

    /// <summary>The family of a checkpoint, or null for an exported graph.</summary>
    public ITransformerArchitecture? Architecture { get; }

    /// <summary>The weights of a checkpoint, or null for an exported graph.</summary>
    public Checkpoint? Checkpoint { get; }

    /// <summary>The exported graph, or null for a checkpoint.</summary>
    public string? ExportedPath { get; }

    public ModelConfiguration Configuration { get; }

    public EmbeddingSettings Settings { get; }

    /// <summary>Finds out what a folder holds.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">Configuration or weights are missing.</exception>
    /// <exception cref="NotSupportedException">The architecture, a module or the weights' format is not supported.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or contradicts another.</exception>
    public static ModelFiles Open(string folder)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Directory.Exists(full)
            ? new ModelFiles(full)
            : throw new DirectoryNotFoundException($"There is no folder '{full}'. A model is a folder with config.json and weights.");
    }

    public OnnxModel BuildGraph(GraphOptions options) => ExportedPath is { } path
        ? new ExportedModel(path, Configuration, Settings).Build(options)
        : new CheckpointGraph(Checkpoint!, Architecture!, Configuration, Settings).Build(options);

    /// <summary>All files that decide what the model computes.</summary>
    public IEnumerable<string> ContentFiles()
    {
        IEnumerable<string> optional =
        [
            _configurationPath,
            .. TokenizerFileNames.Select(name => Path.Combine(TokenizerFolder, name)),
        ];
        IEnumerable<string> weights = Checkpoint?.Files ?? OnnxModel.Read(ExportedPath!).Files;
        return optional.Where(File.Exists).Concat(_sentence.Files).Concat(weights);
    }

    private static bool HasTokenizer(string folder) => TokenizerFileNames.Any(name => File.Exists(Path.Combine(folder, name)));

    private Exception Unusable(ConfigurationFields? fields)
    {
        if (fields is null)
        {
            return new FileNotFoundException(
                $"'{Folder}' is not a model's folder: it has neither '{ConfigurationFileName}' nor 'model.onnx' nor 'onnx/model.onnx'.", _configurationPath);
        }

        // Says which field is missing when it is.
        var type = fields.Text("model_type");
        return new NotSupportedException(
            $"'{fields.File}': the model type '{type}' is not supported. Supported are {string.Join(", ", ArchitectureRegistry.ModelTypes)}, " +
            "and any model that is exported to ONNX (model.onnx beside config.json).");
    }

    private static ModelConfiguration ReadExportedConfiguration(ConfigurationFields? fields, string path)
    {
        if (fields is not null && ArchitectureRegistry.Find(fields.OptionalText("model_type")) is { } known)
            return known.ReadConfiguration(fields);

        fields ??= ConfigurationFields.Empty;
        var hidden = First("hidden_size", "dim", "n_embd", "d_model")
            ?? ExportedGraph.VectorSize(OnnxModel.Read(path).Proto)
            ?? throw new InvalidDataException($"Neither a '{ConfigurationFileName}' nor the outputs of '{path}' say how many components a token vector has.");
        var heads = First("num_attention_heads", "n_heads", "n_head") ?? 0;
        return new ModelConfiguration
        {
            ModelType = fields.OptionalText("model_type") ?? "onnx",
            HiddenSize = hidden,
            LayerCount = First("num_hidden_layers", "n_layers", "n_layer", "num_layers") ?? 0,
            HeadCount = heads,
            KeyValueHeadCount = First("num_key_value_heads") ?? heads,
            HeadDimension = First("head_dim") ?? (heads > 0 ? hidden / heads : 0),
            IntermediateSize = First("intermediate_size", "hidden_dim", "n_inner", "d_ff") ?? 0,
            VocabularySize = First("vocab_size") ?? 0,
            MaximumPositions = First("max_position_embeddings", "n_positions") ?? DefaultMaximumPositions,
            TokenTypeCount = First("type_vocab_size") ?? 0,
            IsDecoder = fields.Flag("is_decoder")
                || fields.Texts("architectures").Any(name => name.EndsWith("ForCausalLM", StringComparison.Ordinal) || name.EndsWith("LMHeadModel", StringComparison.Ordinal)),
            PadTokenId = fields.OptionalInt("pad_token_id", 0),
            Fields = fields,
        };

        int? First(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (fields.OptionalInt(name, 0, ConfigurationFields.MaximumSize) is > 0 and var value)
                    return value;
            }

            return null;
        }
    }

    private EmbeddingSettings ReadSettings()
    {
        if (_sentence.TokenDimensions is { } dimensions && dimensions != Configuration.HiddenSize && ExportedPath is null)
        {
            throw new InvalidDataException(
                $"'{Folder}': the pooling file expects token vectors of {dimensions} components, but '{_configurationPath}' says {Configuration.HiddenSize}.");
        }

        return new EmbeddingSettings
        {
            Pooling = _sentence.Pooling ?? (Configuration.IsDecoder ? PoolingMode.LastToken : PoolingMode.Mean),
            Normalize = _sentence.Normalize,
            MaximumLength = Math.Min(_sentence.MaximumLength ?? TokenizerMaximumLength() ?? int.MaxValue, Configuration.MaximumPositions),
            Dimensions = _sentence.Dimensions,
            LowerCase = _sentence.LowerCase,
            IncludePrompt = _sentence.IncludePrompt,
            Prompts = _sentence.Prompts,
            DefaultPromptName = _sentence.DefaultPromptName,
            DenseModules = _sentence.DenseModules,
        };
    }

    /// <summary>Tokenizers without a limit of their own write 1e30 or so.</summary>
    private int? TokenizerMaximumLength()
    {
        var path = Path.Combine(TokenizerFolder, TokenizerSettingsFileName);
        return File.Exists(path) && JsonFile.ReadObject(path).OptionalNumber("model_max_length") is >= 1 and <= ConfigurationFields.MaximumSize and var length
            ? (int)length
            : null;
    }
}
