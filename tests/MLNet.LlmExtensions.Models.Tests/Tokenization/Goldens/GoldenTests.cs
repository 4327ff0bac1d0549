using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Goldens;

/// <summary>The tokenizer against the ids of Hugging Face's own library.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Folders =>
    [
        "bert-uncased", "bert-cased", "bert-29528", "gpt2", "roberta", "qwen2", "llama", "llama-metaspace", "gemma", "llama2",
        "unigram-xlmr", "unigram-t5",
    ];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Every_case_equals_Hugging_Face(string name)
    {
        string folder = SharedData.PathTo($"reference/tokenizers/{name}");
        var tokenizer = TextTokenizer.FromPretrained(folder);
        var golden = GoldenFile.Read(Path.Combine(folder, "golden.json"));

        Assert.NotEmpty(golden.Cases);
        Assert.Empty(golden.Cases.SelectMany(golden => GoldenComparison.Differences(tokenizer, golden)));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Padded_batches_equal_Hugging_Face(string name)
    {
        string folder = SharedData.PathTo($"reference/tokenizers/{name}");
        var tokenizer = TextTokenizer.FromPretrained(folder);
        var golden = GoldenFile.Read(Path.Combine(folder, "golden.json"));

        Assert.NotEmpty(golden.PaddedBatches);
        foreach (var batch in golden.PaddedBatches)
        {
            var rows = batch.Texts.Select(text => tokenizer.Encode(text).Ids).ToArray();
            int longest = rows.Max(row => row.Length);
            Assert.Equal(batch.InputIds, rows.Select(row => Pad(row, longest, batch.PadTokenId)));
            Assert.Equal(batch.AttentionMask, rows.Select(row => Pad([.. row.Select(_ => 1)], longest, 0)));
        }
    }

    [Theory]
    [InlineData("tinystories-656k-bf16")]
    [InlineData("tinystories-656k-fp32")]
    public void Real_model_without_pre_tokenizer_equals_Hugging_Face(string name)
    {
        var tokenizer = TextTokenizer.FromPretrained(SharedData.PathTo($"models/{name}"));
        var golden = GoldenFile.Read(SharedData.PathTo("reference/goldens/tinystories-tokenizer.json"));

        Assert.NotEmpty(golden.Cases);
        Assert.Empty(golden.Cases.SelectMany(golden => GoldenComparison.Differences(tokenizer, golden)));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void The_quick_way_gives_the_same_ids(string name)
    {
        string folder = SharedData.PathTo($"reference/tokenizers/{name}");
        var tokenizer = TextTokenizer.FromPretrained(folder);
        var golden = GoldenFile.Read(Path.Combine(folder, "golden.json"));
        var buffer = new TokenBuffer();

        foreach (var text in golden.Cases.Where(golden => golden.Pair is null && golden.MaximumLength is null))
        {
            buffer.Clear();
            tokenizer.EncodeContent(text.Text, buffer);
            int[] ids = new int[buffer.Count + tokenizer.SpecialTokenCount()];
            int count = text.AddSpecialTokens
                ? tokenizer.WriteWithSpecialTokens(buffer.Ids, ids)
                : Copy(buffer.Ids, ids);
            Assert.Equal(text.Ids, ids.Take(count));
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void The_quick_way_gives_the_same_ids_and_types_of_pairs(string name)
    {
        string folder = SharedData.PathTo($"reference/tokenizers/{name}");
        var tokenizer = TextTokenizer.FromPretrained(folder);
        var golden = GoldenFile.Read(Path.Combine(folder, "golden.json"));
        var (first, second) = (new TokenBuffer(), new TokenBuffer());
        var pairs = golden.Cases.Where(golden => golden is { Pair: not null, AddSpecialTokens: true, MaximumLength: null }).ToArray();

        Assert.NotEmpty(pairs);
        foreach (var pair in pairs)
        {
            first.Clear();
            second.Clear();
            tokenizer.EncodeContent(pair.Text, first);
            tokenizer.EncodeContent(pair.Pair, second);
            int[] ids = new int[first.Count + second.Count + tokenizer.SpecialTokenCount(pair: true)];
            int[] types = new int[ids.Length];
            Assert.Equal(ids.Length, tokenizer.WritePairWithSpecialTokens(first.Ids, second.Ids, ids, types));
            Assert.Equal(pair.Ids, ids);
            Assert.Equal(pair.TypeIds, types);
        }
    }

    private static int Copy(ReadOnlySpan<int> source, Span<int> destination)
    {
        source.CopyTo(destination);
        return source.Length;
    }

    private static int[] Pad(int[] row, int length, int value) =>
        [.. row, .. Enumerable.Repeat(value, length - row.Length)];
}
