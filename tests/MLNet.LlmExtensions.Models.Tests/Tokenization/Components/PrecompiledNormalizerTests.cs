using System.Buffers.Binary;
using System.Text;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Components;

/// <summary>
/// SentencePiece's compiled rules, from a map that the test compiles itself. The expected values are what Hugging Face's
/// library (0.23.2) gives for the same rules.
/// </summary>
public sealed class PrecompiledNormalizerTests
{
    private static readonly Dictionary<string, string> Rules = new()
    {
        ["\uFB01"] = "fi",
        ["e\u0301"] = "\u00E9",
        ["\u3000"] = " ",
        ["\n"] = " ",
        ["\r\n"] = "<nl>",
        ["\u200B"] = "",
        ["th"] = "TH",
        ["\u0301"] = "<acute>",
        ["\u1100\u1161"] = "ga",
        ["\uD83D\uDC68"] = "man",
        ["\u00BD"] = "1\u20442",
    };

    [Theory]
    [InlineData("\uFB01x\u3000y", "fix y")]
    [InlineData("e\u0301", "\u00E9")] // a short grapheme is looked up as a whole
    [InlineData("a\u0301", "a<acute>")] // and else its characters one by one
    [InlineData("a\nb\r\nc", "a b<nl>c")]
    [InlineData("a\u200Bb", "ab")]
    [InlineData("the", "the")] // a rule for more than one grapheme never applies
    [InlineData("\u1100\u1161", "\u1100\u1161")] // six bytes are too long to be looked up as a whole
    [InlineData("\uD83D\uDC68\u200D\uD83D\uDC69", "man\u200D\uD83D\uDC69")]
    [InlineData("2\u00BD", "21\u20442")]
    [InlineData("", "")]
    public void Rules_apply_as_in_Hugging_Face(string text, string expected)
    {
        var tokenizer = new TokenizerJson { Normalizer = Json(Compile(Rules)) }.Load();

        Assert.Equal(expected, tokenizer.Tokenizer.Normalizer!.Normalize(text));
    }

    [Fact]
    public void Any_bytes_are_either_refused_or_harmless()
    {
        var random = new Random(11);
        byte[] compiled = Compile(Rules);
        for (int round = 0; round < 2000; round++)
        {
            byte[] mutated = [.. compiled];
            for (int i = random.Next(1, 20); i > 0; i--) mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0) mutated = mutated[..random.Next(mutated.Length)];
            try
            {
                var tokenizer = new TokenizerJson { Normalizer = Json(mutated) }.Load();
                _ = tokenizer.Tokenizer.Normalizer!.Normalize("\uFB01x\u3000y the a\u0301 \uD83D\uDC68 \u00BD");
            }
            catch (InvalidDataException)
            {
                // Refused.
            }
        }
    }

    private static string Json(byte[] compiled) =>
        $$"""{"type":"Precompiled","precompiled_charsmap":"{{Convert.ToBase64String(compiled)}}"}""";

    private static byte[] Compile(Dictionary<string, string> rules)
    {
        var replacements = new List<byte>();
        var root = new Node();
        foreach (var (from, to) in rules)
        {
            var node = root;
            foreach (byte label in Encoding.UTF8.GetBytes(from))
            {
                if (!node.Children.TryGetValue(label, out var child)) node.Children.Add(label, child = new Node());
                node = child;
            }

            node.Value = replacements.Count;
            replacements.AddRange([.. Encoding.UTF8.GetBytes(to), 0]);
        }

        var units = new uint[4096];
        var used = new bool[units.Length];
        used[0] = true;
        Place(root, 0, units, used);
        return Concatenate(units, replacements);
    }

    // A node's unit holds an offset; position XOR offset is where its value lies, and that XOR a label where a child lies.
    private static void Place(Node node, uint position, uint[] units, bool[] used)
    {
        uint offset = 1;
        while (!Slots(node, position ^ offset).All(slot => slot < used.Length && !used[slot])) offset++;
        uint start = position ^ offset;
        foreach (uint slot in Slots(node, start)) used[slot] = true;

        units[position] |= (offset << 10) | (node.Value >= 0 ? 1u << 8 : 0);
        if (node.Value >= 0) units[start] = (1u << 31) | (uint)node.Value;
        foreach (byte label in node.Children.Keys) units[start ^ label] = label;
        foreach (var (label, child) in node.Children) Place(child, start ^ label, units, used);
    }

    private static IEnumerable<uint> Slots(Node node, uint start) =>
        node.Children.Keys.Select(label => start ^ label).Concat(node.Value >= 0 ? [start] : []);

    private static byte[] Concatenate(uint[] units, List<byte> replacements)
    {
        byte[] trie = new byte[sizeof(uint) * (units.Length + 1)];
        BinaryPrimitives.WriteInt32LittleEndian(trie, sizeof(uint) * units.Length);
        for (int i = 0; i < units.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(trie.AsSpan(sizeof(uint) * (i + 1)), units[i]);
        return [.. trie, .. replacements];
    }

    private sealed class Node
    {
        public SortedDictionary<byte, Node> Children { get; } = [];

        public int Value { get; set; } = -1;
    }
}
