using System.Text.Json.Nodes;

namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>The files that make a checkpoint an encoder for sentence-transformers: a transformer, a pooling, and vectors of length 1.</summary>
/// <remarks>Format: <see href="https://sbert.net/docs/sentence_transformer/usage/custom_models.html"/>.</remarks>
/// <param name="Dimensions">Numbers of a vector.</param>
/// <param name="Pooling">How the tokens' states become a vector.</param>
/// <param name="MaximumLength">The longest row in tokens.</param>
internal sealed record SentenceTransformersLayout(int Dimensions, PoolingMode Pooling, int MaximumLength)
{
    private const string Modules = "modules.json";

    /// <summary>Writes the files into a folder that has none; one that has its own modules keeps them.</summary>
    /// <exception cref="NotSupportedException">sentence-transformers has no such pooling.</exception>
    public void WriteMissing(string folder)
    {
        if (File.Exists(Path.Combine(folder, Modules)))
            return;
        var pooling = new JsonObject { ["word_embedding_dimension"] = Dimensions };
        var mode = ModeOf(Pooling);
        foreach (var name in (string[])["cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens", "weightedmean_tokens", "lasttoken"])
            pooling[$"pooling_mode_{name}"] = name == mode;
        Write(Path.Combine("1_Pooling", "config.json"), pooling);
        Write("sentence_bert_config.json", new JsonObject { ["max_seq_length"] = MaximumLength, ["do_lower_case"] = false });
        Write(Modules, new JsonArray(
            Module(0, "", "Transformer"), Module(1, "1_Pooling", "Pooling"), Module(2, "2_Normalize", "Normalize")));

        void Write(string name, JsonNode content)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, JsonFile.ToBytes(content));
        }
    }

    private static JsonObject Module(int index, string path, string kind) => new()
    {
        ["idx"] = index,
        ["name"] = $"{index}",
        ["path"] = path,
        ["type"] = $"sentence_transformers.models.{kind}",
    };

    private static string ModeOf(PoolingMode pooling) => pooling switch
    {
        PoolingMode.Cls => "cls_token",
        PoolingMode.Mean => "mean_tokens",
        PoolingMode.Max => "max_tokens",
        PoolingMode.LastToken => "lasttoken",
        PoolingMode.WeightedMean => "weightedmean_tokens",
        _ => throw new NotSupportedException($"sentence-transformers has no pooling like {pooling}; choose another one for the training."),
    };
}
