using System.Text.Json;
using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Tests.Shared;

/// <summary>
/// A LLaMA checkpoint folder of any shape with random weights and without a tokenizer: it computes what a trained one
/// computes, just as fast and in as much memory.
/// </summary>
internal static class RandomLlama
{
    /// <summary>Writes the folder.</summary>
    /// <param name="folder">Made where it is absent.</param>
    /// <param name="seed">Of the weights.</param>
    /// <param name="vocabulary">Number of tokens.</param>
    /// <param name="hidden">Width.</param>
    /// <param name="heads">Attention heads.</param>
    /// <param name="keyValueHeads">Heads of keys and values; a divisor of <paramref name="heads"/>.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="intermediate">Width of the feed-forward layer.</param>
    /// <param name="positions">The longest input in tokens.</param>
    /// <returns>The folder.</returns>
    public static string Create(
        string folder, int seed, int vocabulary, int hidden, int heads, int keyValueHeads, int layers, int intermediate, int positions)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["model_type"] = "llama",
            ["architectures"] = new[] { "LlamaForCausalLM" },
            ["vocab_size"] = vocabulary,
            ["hidden_size"] = hidden,
            ["num_hidden_layers"] = layers,
            ["num_attention_heads"] = heads,
            ["num_key_value_heads"] = keyValueHeads,
            ["intermediate_size"] = intermediate,
            ["hidden_act"] = "silu",
            ["max_position_embeddings"] = positions,
            ["rms_norm_eps"] = 1e-6,
        }));

        var random = new Random(seed);
        var writer = new SafetensorsWriter();
        var keyValue = hidden / heads * keyValueHeads;
        Matrix("model.embed_tokens.weight", 1, vocabulary, hidden);
        for (var layer = 0; layer < layers; layer++)
        {
            var prefix = $"model.layers.{layer}.";
            Norm(prefix + "input_layernorm.weight");
            Linear(prefix + "self_attn.q_proj.weight", hidden, hidden);
            Linear(prefix + "self_attn.k_proj.weight", keyValue, hidden);
            Linear(prefix + "self_attn.v_proj.weight", keyValue, hidden);
            Linear(prefix + "self_attn.o_proj.weight", hidden, hidden);
            Norm(prefix + "post_attention_layernorm.weight");
            Linear(prefix + "mlp.gate_proj.weight", intermediate, hidden);
            Linear(prefix + "mlp.up_proj.weight", intermediate, hidden);
            Linear(prefix + "mlp.down_proj.weight", hidden, intermediate);
        }

        Norm("model.norm.weight");
        writer.Save(Path.Combine(folder, "model.safetensors"));
        return folder;

        void Norm(string name) => writer.Add(name, [hidden], Enumerable.Repeat(1f, hidden).ToArray());

        void Linear(string name, int outputs, int inputs) => Matrix(name, 1f / MathF.Sqrt(inputs), outputs, inputs);

        void Matrix(string name, float scale, int rows, int columns)
        {
            var values = new float[rows * columns];
            for (var i = 0; i < values.Length; i++)
                values[i] = ((2 * random.NextSingle()) - 1) * scale * 1.7f;
            writer.Add(name, [rows, columns], values);
        }
    }
}
