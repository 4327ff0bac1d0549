using System.Text.Json;
using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>Everything of a classifier but its tensors, as JSON.</summary>
internal static class ClassifierDescription
{
    /// <summary>Raised when a reader of the last version could not make sense of what is written any more.</summary>
    private const int Format = 1;

    private const int MostClasses = 1 << 20;

    /// <summary>The description of a classifier.</summary>
    public static JsonObject Write(FineTunedClassifier classifier)
    {
        var lora = new JsonObject();
        PeftConfigurationFile.WriteLora(lora, classifier.Configuration.Lora);
        return new JsonObject
        {
            ["format"] = Format,
            ["base_model"] = classifier.BaseModelFolder,
            ["base_model_type"] = classifier.BaseModelType,
            ["base_model_key_value_heads"] = classifier.BaseModelKeyValueHeads is > 0 ? classifier.BaseModelKeyValueHeads : null,
            ["base_model_fingerprint"] = classifier.BaseModelFingerprint,
            ["method"] = classifier.Configuration.Method.ToString(),
            ["last_layers"] = classifier.Configuration.LastLayers,
            ["prefix_length"] = classifier.Configuration.PrefixLength,
            ["lora"] = lora,
            ["pooling"] = classifier.Pooling?.ToString(),
            ["maximum_length"] = classifier.MaximumLength,
            ["prompt"] = classifier.Prompt,
            ["long_text"] = classifier.LongText.ToString(),
            ["chunk_overlap"] = classifier.ChunkOverlap,
            ["multi_label"] = classifier.IsMultiLabel,
            ["pairs"] = classifier.HasPairs,
            ["classes"] = new JsonArray([.. classifier.Classes.Select(name => (JsonNode)name)]),
        };
    }

    /// <summary>Reads a description, with the tensors that belong to it.</summary>
    /// <exception cref="InvalidDataException">A field is missing or makes no sense, or the tensors do not fit.</exception>
    /// <exception cref="NotSupportedException">The description is of a newer version.</exception>
    public static FineTunedClassifier Read(
        ConfigurationFields fields, DenseTensor? headWeight, DenseTensor? headBias, IReadOnlyDictionary<string, DenseTensor> tensors)
    {
        CheckFormat(fields);
        var classes = fields.Texts("classes");
        if (classes.Count is 0 or > MostClasses)
            throw new InvalidDataException($"'{fields.File}': field 'classes' names {classes.Count} classes.");
        if (headWeight is null || headBias is null)
            throw new InvalidDataException($"'{fields.File}': the tensors that belong to it have no head.");
        if (headWeight.Shape is not [var rows, > 0] || rows != classes.Count || headBias.Shape is not [var count] || count != rows)
            throw new InvalidDataException($"'{fields.File}': {classes.Count} classes do not fit a head of {headWeight} and {headBias}.");
        return new FineTunedClassifier
        {
            BaseModelFolder = fields.Text("base_model"),
            BaseModelType = fields.OptionalText("base_model_type"),
            BaseModelKeyValueHeads = fields.OptionalSize("base_model_key_value_heads"),
            BaseModelFingerprint = fields.Text("base_model_fingerprint"),
            Configuration = new TransferConfiguration
            {
                Method = Choice<TransferMethod>(fields, "method") ?? throw new InvalidDataException($"'{fields.File}' has no field 'method'."),
                LastLayers = fields.OptionalSize("last_layers") ?? new TransferConfiguration().LastLayers,
                PrefixLength = fields.OptionalSize("prefix_length") ?? new TransferConfiguration().PrefixLength,
                Lora = fields.OptionalObject("lora") is { } lora ? PeftConfigurationFile.ReadLora(lora) : new LoraConfiguration(),
            },
            Pooling = Choice<PoolingMode>(fields, "pooling"),
            MaximumLength = fields.Size("maximum_length"),
            Prompt = fields.OptionalText("prompt"),
            LongText = Choice<LongTextHandling>(fields, "long_text") ?? LongTextHandling.Chunk,
            ChunkOverlap = fields.OptionalInt("chunk_overlap", 0, ConfigurationFields.MaximumSize)
                ?? throw new InvalidDataException($"'{fields.File}' has no field 'chunk_overlap'."),
            IsMultiLabel = fields.Flag("multi_label"),
            HasPairs = fields.Flag("pairs"),
            Classes = classes,
            HeadWeight = headWeight,
            HeadBias = headBias,
            Tensors = tensors,
        };
    }

    /// <summary>The way of transfer, which says where the tensors are.</summary>
    /// <exception cref="InvalidDataException">The field is missing or makes no sense.</exception>
    /// <exception cref="NotSupportedException">The description is of a newer version.</exception>
    public static TransferMethod ReadMethod(ConfigurationFields fields)
    {
        CheckFormat(fields);
        return Choice<TransferMethod>(fields, "method") ?? throw new InvalidDataException($"'{fields.File}' has no field 'method'.");
    }

    /// <summary>Reads a description that is part of something else.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a JSON object.</exception>
    public static ConfigurationFields Parse(ReadOnlyMemory<byte> json, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new InvalidDataException($"{source}: the description is not a JSON object.");
            var element = document.RootElement.Clone();
            JsonFile.ReadAllText(element);
            return new ConfigurationFields(element, source);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{source}: the description is not valid JSON: {exception.Message}", exception);
        }
    }

    private static void CheckFormat(ConfigurationFields fields)
    {
        var format = fields.Size("format");
        if (format != Format)
            throw new NotSupportedException($"'{fields.File}' is written in format {format}; this version reads format {Format}.");
    }

    private static T? Choice<T>(ConfigurationFields fields, string name)
        where T : struct, Enum
    {
        if (fields.OptionalText(name) is not { } text)
            return null;
        return Enum.GetNames<T>().Contains(text)
            ? Enum.Parse<T>(text)
            : throw new InvalidDataException($"'{fields.File}': field '{name}' is '{text}', but must be one of {string.Join(", ", Enum.GetNames<T>())}.");
    }
}
