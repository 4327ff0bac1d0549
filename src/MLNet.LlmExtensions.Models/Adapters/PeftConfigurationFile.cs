using System.Text.Json;
using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>PEFT's <c>adapter_config.json</c>. Fields that are not known here are kept as they are.</summary>
internal static class PeftConfigurationFile
{
    public const string FileName = "adapter_config.json";

    /// <summary>The value of <c>peft_type</c> for low-rank adapters.</summary>
    public const string LoraType = "LORA";

    /// <summary>The value of <c>peft_type</c> for prefixes.</summary>
    public const string PrefixType = "PREFIX_TUNING";

    /// <summary>Fields of variants that compute something else than plain LoRA, and the values that mean plain LoRA.</summary>
    private static readonly string[] Variants =
        ["megatron_config", "layer_replication", "trainable_token_indices", "target_parameters", "lora_bias", "use_qalora", "use_bdlora", "corda_config", "eva_config", "arrow_config", "alora_invocation_tokens", "kasa_config", "velora_config", "monteclora_config"];

    /// <summary>The fields that training in a special way leaves behind and that change nothing afterwards.</summary>
    private static readonly string[] OnlyForStarting = ["corda_config", "eva_config"];

    /// <summary>
    /// What <c>init_lora_weights</c> begins with where PEFT takes the start of the adapter out of the base model's weights, so
    /// that the adapter fits only those.
    /// </summary>
    private static readonly string[] ChangesOfTheBase = ["pissa", "olora", "corda", "loftq"];

    /// <summary>Reads a file's fields and, with it, everything else it says.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static (ConfigurationFields Fields, JsonObject All) Read(string path)
    {
        var fields = JsonFile.ReadObject(path);
        try
        {
            var all = JsonNode.Parse(File.ReadAllBytes(path), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!.AsObject();
            // Looking at a name finds out whether names repeat, which this representation cannot hold.
            _ = all.Count;
            return (fields, all);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"'{path}' is not valid JSON: {exception.Message}", exception);
        }
    }

    /// <summary>What a file of LoRA's kind says.</summary>
    /// <exception cref="InvalidDataException">A field is missing or makes no sense.</exception>
    /// <exception cref="NotSupportedException">A variant of LoRA that computes something else.</exception>
    public static LoraConfiguration ReadLora(ConfigurationFields fields)
    {
        var unsupported = Variants.Except(OnlyForStarting).FirstOrDefault(name => fields.IsSet(name));
        if (unsupported is not null)
            throw new NotSupportedException($"'{fields.File}' uses '{unsupported}', a variant of LoRA that is not supported.");
        if (fields.IsText("init_lora_weights") && fields.Text("init_lora_weights") is var start
            && ChangesOfTheBase.Any(name => start.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new NotSupportedException(
                $"'{fields.File}': field 'init_lora_weights' is '{start}', so the adapter fits a base model whose weights PEFT changed before training. " +
                "Save it for the model as it was (in Python: save_pretrained(folder, path_initial_model_for_weight_conversion=…)).");
        }

        var rank = fields.OptionalSize("r") ?? 8;
        var configuration = new LoraConfiguration
        {
            Rank = rank,
            Alpha = fields.OptionalNumber("lora_alpha") ?? 8,
            Dropout = fields.OptionalNumber("lora_dropout") ?? 0,
            TargetModules = Names("target_modules") ?? [],
            TargetModulesPattern = Pattern("target_modules"),
            ExcludeModules = Names("exclude_modules") ?? [],
            ExcludeModulesPattern = Pattern("exclude_modules"),
            LayersToTransform = fields.OptionalIntegers("layers_to_transform"),
            LayersPattern = Names("layers_pattern") ?? [.. new[] { Pattern("layers_pattern") }.OfType<string>()],
            UseRsLora = fields.Flag("use_rslora"),
            UseDora = fields.Flag("use_dora"),
            Bias = fields.OptionalText("bias") switch
            {
                null or "none" => AdapterBias.None,
                "all" => AdapterBias.All,
                "lora_only" => AdapterBias.LoraOnly,
                var other => throw new InvalidDataException($"'{fields.File}': field 'bias' is '{other}', but must be none, all or lora_only."),
            },
            RankPattern = fields.NumberMap("rank_pattern").ToDictionary(
                pair => pair.Key,
                pair => pair.Value is >= 1 and <= ConfigurationFields.MaximumSize && pair.Value == Math.Floor(pair.Value)
                    ? (int)pair.Value
                    : throw new InvalidDataException($"'{fields.File}': field 'rank_pattern.{pair.Key}' is {pair.Value}, which is not a rank.")),
            AlphaPattern = fields.NumberMap("alpha_pattern"),
            ModulesToSave = Names("modules_to_save") ?? [],
        };
        CheckPatterns(configuration, fields.File);
        return configuration;

        // A string is a pattern, but for the one that stands for all linear layers.
        string? Pattern(string name) => fields.IsText(name) && fields.Text(name) != LoraConfiguration.AllLinear ? fields.Text(name) : null;
        IReadOnlyList<string>? Names(string name) => !fields.Has(name) ? null
            : !fields.IsText(name) ? fields.Texts(name)
            : fields.Text(name) == LoraConfiguration.AllLinear ? [LoraConfiguration.AllLinear] : null;
    }

    /// <summary>Puts a configuration's fields into an object, over what is there.</summary>
    public static void WriteLora(JsonObject target, LoraConfiguration configuration)
    {
        target["peft_type"] = LoraType;
        target["r"] = configuration.Rank;
        target["lora_alpha"] = Number(configuration.Alpha);
        target["lora_dropout"] = configuration.Dropout;
        target["target_modules"] = configuration.TargetModulesPattern is { } pattern ? pattern
            : configuration.TargetModules is [LoraConfiguration.AllLinear] ? LoraConfiguration.AllLinear
            : List(configuration.TargetModules);
        target["exclude_modules"] = configuration.ExcludeModulesPattern is { } excluded ? excluded : ListOrNull(configuration.ExcludeModules);
        target["layers_to_transform"] = configuration.LayersToTransform is { } layers ? new JsonArray([.. layers.Select(layer => (JsonNode)layer)]) : null;
        target["layers_pattern"] = ListOrNull(configuration.LayersPattern);
        target["use_rslora"] = configuration.UseRsLora;
        target["use_dora"] = configuration.UseDora;
        target["bias"] = configuration.Bias switch
        {
            AdapterBias.All => "all",
            AdapterBias.LoraOnly => "lora_only",
            _ => "none",
        };
        target["rank_pattern"] = new JsonObject(configuration.RankPattern.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        target["alpha_pattern"] = new JsonObject(configuration.AlphaPattern.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Number(pair.Value))));
        target["modules_to_save"] = ListOrNull(configuration.ModulesToSave);
    }

    /// <summary>The fields that PEFT writes for every adapter, with the values that mean nothing special.</summary>
    public static JsonObject NewLora() => new()
    {
        ["auto_mapping"] = null,
        ["base_model_name_or_path"] = null,
        ["fan_in_fan_out"] = false,
        ["inference_mode"] = true,
        ["init_lora_weights"] = true,
        ["layer_replication"] = null,
        ["loftq_config"] = new JsonObject(),
        ["megatron_config"] = null,
        ["megatron_core"] = "megatron.core",
        ["revision"] = null,
        ["task_type"] = "SEQ_CLS",
    };

    /// <summary>Whoever uses a pattern later does not know which file it came from.</summary>
    private static void CheckPatterns(LoraConfiguration configuration, string file)
    {
        try
        {
            foreach (var pattern in configuration.RankPattern.Keys.Concat(configuration.AlphaPattern.Keys).Concat(configuration.LayersPattern))
                _ = ModulePattern.MatchesAll(pattern, "");

            // Which modules an adapter has, its tensors tell; the pattern need not be one that is supported here.
            foreach (var pattern in new[] { configuration.TargetModulesPattern, configuration.ExcludeModulesPattern }.OfType<string>())
                ModulePattern.EnsureParses(pattern);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"'{file}': {exception.Message}", exception);
        }
    }

    /// <summary>Whole numbers are written as such, as PEFT does it.</summary>
    private static JsonNode Number(double value) =>
        value == Math.Floor(value) && Math.Abs(value) < 1e15 ? JsonValue.Create((long)value) : JsonValue.Create(value);

    private static JsonArray List(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)value)]);

    private static JsonArray? ListOrNull(IReadOnlyList<string> values) => values.Count == 0 ? null : List(values);
}
