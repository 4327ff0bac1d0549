using System.Text.Json;
using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Tests.Shared;

/// <summary>A BERT checkpoint folder of any shape with random weights: it computes what a trained one computes, just as fast.</summary>
internal static class RandomBert
{
    /// <summary>Writes the folder.</summary>
    /// <param name="folder">Made where it is absent.</param>
    /// <param name="vocabulary">WordPiece tokens, BERT's special tokens among them.</param>
    /// <param name="seed">Of the weights.</param>
    /// <param name="hidden">Width; the feed-forward layer is four times as wide.</param>
    /// <param name="heads">Attention heads.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="positions">The longest input in tokens.</param>
    /// <returns>The folder.</returns>
    public static string Create(
        string folder, IReadOnlyList<string> vocabulary, int seed, int hidden, int heads, int layers, int positions)
    {
        Directory.CreateDirectory(folder);
        var intermediate = 4 * hidden;
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), vocabulary);
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["tokenizer_class"] = "BertTokenizer",
            ["do_lower_case"] = true,
            ["model_max_length"] = positions,
        }));
        File.WriteAllText(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["model_type"] = "bert",
            ["architectures"] = new[] { "BertModel" },
            ["vocab_size"] = vocabulary.Count,
            ["hidden_size"] = hidden,
            ["num_hidden_layers"] = layers,
            ["num_attention_heads"] = heads,
            ["intermediate_size"] = intermediate,
            ["hidden_act"] = "gelu",
            ["max_position_embeddings"] = positions,
            ["type_vocab_size"] = 2,
            ["layer_norm_eps"] = 1e-12,
            ["pad_token_id"] = 0,
        }));

        var random = new Random(seed);
        var writer = new SafetensorsWriter();
        Matrix(writer, random, "embeddings.word_embeddings.weight", 1f, vocabulary.Count, hidden);
        Matrix(writer, random, "embeddings.position_embeddings.weight", 0.3f, positions, hidden);
        Matrix(writer, random, "embeddings.token_type_embeddings.weight", 0.3f, 2, hidden);
        Norm(writer, "embeddings.LayerNorm", hidden);
        for (var layer = 0; layer < layers; layer++)
        {
            var prefix = $"encoder.layer.{layer}.";
            foreach (var name in new[] { "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense" })
            {
                Linear(writer, random, prefix + name, hidden, hidden);
            }

            Norm(writer, prefix + "attention.output.LayerNorm", hidden);
            Linear(writer, random, prefix + "intermediate.dense", intermediate, hidden);
            Linear(writer, random, prefix + "output.dense", hidden, intermediate);
            Norm(writer, prefix + "output.LayerNorm", hidden);
        }

        writer.Save(Path.Combine(folder, "model.safetensors"));
        return folder;
    }

    private static void Linear(SafetensorsWriter writer, Random random, string name, int rows, int columns)
    {
        Matrix(writer, random, name + ".weight", 1f / MathF.Sqrt(columns), rows, columns);
        Matrix(writer, random, name + ".bias", 0.1f, rows);
    }

    private static void Norm(SafetensorsWriter writer, string name, int width)
    {
        writer.Add(name + ".weight", [width], Enumerable.Repeat(1f, width).ToArray());
        writer.Add(name + ".bias", [width], new float[width]);
    }

    private static void Matrix(SafetensorsWriter writer, Random random, string name, float scale, params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ((2 * random.NextSingle()) - 1) * scale * 1.7f;
        }

        writer.Add(name, shape, values);
    }
}
