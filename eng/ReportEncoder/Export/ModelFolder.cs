using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Checkpoints;

namespace ReportEncoder.Export;

/// <summary>
/// Writes a trained encoder as it ships: 16-bit weights under a BertModel's names without the head that predicts tokens,
/// the tokenizer, and mean pooling followed by normalisation for sentence-transformers.
/// </summary>
internal static class ModelFolder
{
    private const string Weights = "model.safetensors", Configuration = "config.json", TokenizerConfiguration = "tokenizer_config.json";
    private const string ModelPrefix = "bert.", HeadPrefix = "cls.";

    private static readonly string[] TokenizerFiles = ["tokenizer.json", "special_tokens_map.json", "vocab.txt"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(string source, string target, int maximumLength)
    {
        Directory.CreateDirectory(Path.Combine(target, "1_Pooling"));
        Directory.CreateDirectory(Path.Combine(target, "2_Normalize"));
        foreach (var file in TokenizerFiles)
            File.Copy(Path.Combine(source, file), Path.Combine(target, file), overwrite: true);
        var tokenizer = Read(source, TokenizerConfiguration);
        tokenizer["model_max_length"] = maximumLength; // what reads no sentence-transformers files cuts here
        WriteJson(target, TokenizerConfiguration, tokenizer);
        WriteWeights(Path.Combine(source, Weights), Path.Combine(target, Weights));

        var configuration = Read(source, Configuration);
        configuration["architectures"] = new JsonArray("BertModel");
        configuration["torch_dtype"] = "float32"; // to compute in; the file's F16 only saves space
        WriteJson(target, Configuration, configuration);
        WriteSentenceTransformersFiles(target, (int)configuration["hidden_size"]!, maximumLength);
    }

    private static void WriteWeights(string source, string target)
    {
        var writer = new SafetensorsWriter();
        using (var file = SafetensorsFile.Open(source))
        {
            foreach (var (name, tensor) in file.Tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                if (name.StartsWith(HeadPrefix, StringComparison.Ordinal))
                    continue;
                // A model that was brought from another machine may have been halved for the way.
                var halves = tensor.Type == SafetensorsType.F16
                    ? file.GetElements<Half>(name).ToArray()
                    : Array.ConvertAll(file.GetElements<float>(name).ToArray(), value => (Half)value);
                if (!Array.TrueForAll(halves, Half.IsFinite))
                    throw new InvalidDataException($"'{name}' of '{source}' has numbers that 16 bits cannot hold.");
                writer.Add(
                    name.StartsWith(ModelPrefix, StringComparison.Ordinal) ? name[ModelPrefix.Length..] : name,
                    SafetensorsType.F16, tensor.Shape, MemoryMarshal.AsBytes(halves.AsSpan()).ToArray());
            }
        }

        writer.Save(target);
    }

    private static void WriteSentenceTransformersFiles(string folder, int dimensions, int maximumLength)
    {
        string[] modules = ["Transformer", "Pooling", "Normalize"];
        WriteJson(folder, "modules.json", new JsonArray([.. modules.Index().Select(module => (JsonNode)new JsonObject
        {
            ["idx"] = module.Index,
            ["name"] = $"{module.Index}",
            ["path"] = module.Index == 0 ? "" : $"{module.Index}_{module.Item}",
            ["type"] = $"sentence_transformers.models.{module.Item}",
        })]));
        WriteJson(folder, "1_Pooling/config.json", new JsonObject
        {
            ["word_embedding_dimension"] = dimensions,
            ["pooling_mode_cls_token"] = false,
            ["pooling_mode_mean_tokens"] = true,
            ["pooling_mode_max_tokens"] = false,
            ["pooling_mode_mean_sqrt_len_tokens"] = false,
            ["pooling_mode_weightedmean_tokens"] = false,
            ["pooling_mode_lasttoken"] = false,
            ["include_prompt"] = true,
        });

        // Git keeps no empty folders, and the module has no settings.
        WriteJson(folder, "2_Normalize/config.json", new JsonObject());
        WriteJson(folder, "sentence_bert_config.json", new JsonObject
        {
            ["max_seq_length"] = maximumLength, ["do_lower_case"] = false, // the tokenizer does it
        });
        WriteJson(folder, "config_sentence_transformers.json", new JsonObject
        {
            ["prompts"] = new JsonObject(), ["default_prompt_name"] = null, ["similarity_fn_name"] = "cosine",
        });
    }

    private static JsonObject Read(string folder, string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, name)))!.AsObject();

    private static void WriteJson(string folder, string name, JsonNode content) =>
        File.WriteAllText(Path.Combine(folder, name), content.ToJsonString(Indented) + "\n");
}
