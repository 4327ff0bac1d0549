using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Goldens;

/// <summary>The same golden data from the older vocabulary files, with tokenizer.json taken away.</summary>
public sealed class OlderFilesTests
{
    [Theory]
    [InlineData("bert-uncased")]
    [InlineData("bert-cased")]
    [InlineData("gpt2")]
    [InlineData("roberta")]
    [InlineData("qwen2")]
    [InlineData("llama")]
    [InlineData("llama-metaspace")]
    [InlineData("gemma")]
    [InlineData("llama2")]
    public void Every_case_equals_Hugging_Face(string name)
    {
        using var folder = new TemporaryFolder();
        var (tokenizer, golden) = Load(name, folder);

        Assert.Empty(golden.Cases.SelectMany(golden => GoldenComparison.Differences(tokenizer, golden)));
    }

    /// <summary>
    /// T5's model file has rules of its own for repeated and trailing spaces and for U+2581, which its tokenizer.json here
    /// lacks; the golden data marks the texts where that shows, but for those with special tokens, which cut a text into
    /// parts with trailing spaces.
    /// </summary>
    [Fact]
    public void SentencePiece_unigram_equals_Hugging_Face_where_the_library_agrees()
    {
        using var folder = new TemporaryFolder();
        var (tokenizer, golden) = Load("unigram-t5", folder);

        var departing = golden.Cases.Where(golden => golden.SentencePieceAgrees == false)
            .Select(golden => golden.Text).ToHashSet();
        bool IsComparable(string text) => !departing.Contains(text) && !text.Contains("</s>") && !text.Contains("<pad>");
        var comparable = golden.Cases
            .Where(golden => IsComparable(golden.Text) && (golden.Pair is null || IsComparable(golden.Pair)))
            .ToArray();
        Assert.True(comparable.Length > golden.Cases.Length * 3 / 4);
        Assert.Empty(comparable.SelectMany(golden => GoldenComparison.Differences(tokenizer, golden)));
    }

    private static (TextTokenizer Tokenizer, GoldenFile Golden) Load(string name, TemporaryFolder copy)
    {
        string folder = SharedData.PathTo($"reference/tokenizers/{name}");
        foreach (string file in Directory.GetFiles(folder))
        {
            string fileName = Path.GetFileName(file);
            if (fileName is not ("tokenizer.json" or "golden.json")) File.Copy(file, copy.File(fileName));
        }

        return (TextTokenizer.FromPretrained(copy.Path), GoldenFile.Read(Path.Combine(folder, "golden.json")));
    }
}
