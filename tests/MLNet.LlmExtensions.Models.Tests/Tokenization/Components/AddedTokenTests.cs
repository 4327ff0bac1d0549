namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Components;

/// <summary>Added tokens and their properties. The expected values are what Hugging Face's library (0.23.2) gives.</summary>
public sealed class AddedTokenTests
{
    private const string Model = """{"type":"WordLevel","vocab":{"[UNK]":0,"a":1,"b":2,"the":3},"unk_token":"[UNK]"}""";

    [Theory]
    [InlineData("a <m> b", new[] { "a", " <m>", "b" }, new[] { 1, 4, 2 })]
    [InlineData("a <r>  b", new[] { "a", "<r>  ", "b" }, new[] { 1, 5, 2 })]
    [InlineData("the he", new[] { "the", "he" }, new[] { 3, 6 })]
    [InlineData("NEW york a new york", new[] { "new york", "a", "new york" }, new[] { 7, 1, 7 })]
    [InlineData("<m>x<m>", new[] { "<m>x", "<m>" }, new[] { 8, 4 })]
    [InlineData("THE b", new[] { "the", "b" }, new[] { 3, 2 })]
    public void Properties_work_as_in_Hugging_Face(string text, string[] tokens, int[] ids)
    {
        string[] added =
        [
            TokenizerJson.AddedToken(4, "<m>", stripLeft: true),
            TokenizerJson.AddedToken(5, "<r>", stripRight: true),
            TokenizerJson.AddedToken(6, "he", singleWord: true),
            TokenizerJson.AddedToken(7, "New York", normalized: true),
            TokenizerJson.AddedToken(8, "<m>x"),
            TokenizerJson.AddedToken(3, "the", normalized: true),
        ];
        var tokenizer = new TokenizerJson
        {
            Model = Model,
            AddedTokens = $"[{string.Join(',', added)}]",
            Normalizer = """{"type":"Lowercase"}""",
            PreTokenizer = """{"type":"WhitespaceSplit"}""",
        }.Load();

        var encoded = tokenizer.Encode(text);

        Assert.Equal(tokens, encoded.Tokens);
        Assert.Equal(ids, encoded.Ids);
    }

    [Fact]
    public void Tokens_outside_the_vocabulary_get_the_next_ids_whatever_the_file_says()
    {
        var tokenizer = new TokenizerJson
        {
            Model = Model,
            AddedTokens = $"[{TokenizerJson.AddedToken(100, "x")},{TokenizerJson.AddedToken(50, "y")}]",
        }.Load();

        Assert.Equal([4, 5], tokenizer.Encode("xy").Ids);
        Assert.Equal(6, tokenizer.VocabularySize);
    }

    [Fact]
    public void Only_special_tokens_are_skipped_in_decoding()
    {
        var tokenizer = new TokenizerJson
        {
            Model = Model,
            AddedTokens = $"[{TokenizerJson.AddedToken(4, "<s>", special: true)},{TokenizerJson.AddedToken(5, "<t>")}]",
        }.Load();

        Assert.Equal("a <t>", tokenizer.Decode([4, 1, 5]));
        Assert.Equal("<s> a <t>", tokenizer.Decode([4, 1, 5], skipSpecialTokens: false));
    }
}
