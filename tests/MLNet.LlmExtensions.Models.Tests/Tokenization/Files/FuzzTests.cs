using System.Text;
using System.Text.RegularExpressions;
using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Files;

/// <summary>Damaged files are refused with a documented exception, or give a tokenizer that works; quickly, either way.</summary>
public sealed class FuzzTests
{
    private const string Text = "The heart size is normal. <s>[CLS] h\u00E9llo \uD83D\uDE00\u4E2D\n\n 123 \uD800";

    private static readonly string[] Splices =
    [
        "null", "-1", "1e999", "{}", "[]", "\"\"", "true", "\"Regex\"", "\"type\"", "99999999999", "\"\\ud800\"", "\"a{1000000000}\"", "[[", ",",
    ];

    [Theory]
    [InlineData("bert-uncased", 1)]
    [InlineData("roberta", 2)]
    [InlineData("qwen2", 3)]
    [InlineData("llama", 4)]
    [InlineData("unigram-t5", 5)]
    [InlineData("unigram-xlmr", 6)]
    public void Damaged_tokenizer_json_never_surprises(string name, int seed)
    {
        byte[] original = File.ReadAllBytes(SharedData.PathTo($"reference/tokenizers/{name}/tokenizer.json"));
        Damage(original, "tokenizer.json", seed, rounds: 80, (random, bytes) =>
        {
            if (random.Next(2) > 0) return Flip(random, bytes);
            byte[] splice = Encoding.UTF8.GetBytes(Splices[random.Next(Splices.Length)]);
            int start = random.Next(bytes.Length);
            int end = Math.Min(bytes.Length, start + random.Next(12));
            return [.. bytes[..start], .. splice, .. bytes[end..]];
        });
    }

    [Theory]
    [InlineData("llama", "tokenizer.model", "LlamaTokenizer", 7)]
    [InlineData("gemma", "tokenizer.model", "GemmaTokenizer", 8)]
    [InlineData("unigram-t5", "spiece.model", "T5Tokenizer", 9)]
    public void Damaged_SentencePiece_model_never_surprises(string name, string file, string tokenizerClass, int seed)
    {
        byte[] original = File.ReadAllBytes(SharedData.PathTo($"reference/tokenizers/{name}/{file}"));
        Damage(original, file, seed, rounds: 200, Flip, $$"""{"tokenizer_class":"{{tokenizerClass}}","extra_ids":0}""");
    }

    private static byte[] Flip(Random random, byte[] bytes)
    {
        byte[] flipped = [.. bytes];
        for (int i = random.Next(1, 6); i > 0; i--) flipped[random.Next(flipped.Length)] = (byte)random.Next(256);
        return random.Next(5) == 0 ? flipped[..random.Next(flipped.Length)] : flipped;
    }

    private static void Damage(
        byte[] original, string file, int seed, int rounds, Func<Random, byte[], byte[]> damage, string config = "{}")
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("tokenizer_config.json"), config);
        var random = new Random(seed);
        for (int round = 0; round < rounds; round++)
        {
            File.WriteAllBytes(folder.File(file), damage(random, original));
            var started = System.Diagnostics.Stopwatch.StartNew();
            try
            {
                var tokenizer = TextTokenizer.FromPretrained(folder.Path);
                var encoded = tokenizer.Encode(Text, Text);
                _ = tokenizer.Decode(encoded.Ids);
                Assert.All(encoded.Ids, id => Assert.InRange(id, 0, int.MaxValue));
            }
            catch (Exception exception) when (
                exception is InvalidDataException or NotSupportedException or RegexMatchTimeoutException)
            {
                // Refused, as documented.
            }

            Assert.True(started.Elapsed < TimeSpan.FromSeconds(60), $"Round {round} took {started.Elapsed}.");
        }
    }
}
