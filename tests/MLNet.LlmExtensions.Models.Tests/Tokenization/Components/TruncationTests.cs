namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Components;

public sealed class TruncationTests
{
    private const string Template =
        """
        {"type":"BertProcessing","sep":["[SEP]",2],"cls":["[CLS]",1]}
        """;

    private static readonly TokenizerJson Json = new()
    {
        Model = """{"type":"WordLevel","vocab":{"[UNK]":0,"[CLS]":1,"[SEP]":2,"a":3,"b":4},"unk_token":"[UNK]"}""",
        PreTokenizer = """{"type":"WhitespaceSplit"}""",
        PostProcessor = Template,
    };

    [Theory]
    [InlineData(7, 2, 10, 5, 2)] // the longer text gives way first
    [InlineData(2, 7, 10, 2, 5)]
    [InlineData(6, 9, 10, 3, 4)] // both give way, the longer one keeps the odd token
    [InlineData(9, 6, 10, 4, 3)]
    [InlineData(6, 6, 10, 3, 4)] // of equals the second counts as longer
    [InlineData(3, 4, 10, 3, 4)] // nothing to cut
    [InlineData(5, 5, 3, 0, 0)] // the template alone
    public void Pairs_are_cut_longest_first(int first, int second, int maximum, int keptFirst, int keptSecond)
    {
        var encoded = Json.Load().Encode(Repeat("a", first), Repeat("b", second), maximumLength: maximum);

        Assert.Equal(keptFirst, encoded.Ids.Count(id => id == 3));
        Assert.Equal(keptSecond, encoded.Ids.Count(id => id == 4));
        Assert.Equal(3, encoded.SpecialTokensMask.Sum());
        Assert.Equal(first + second > keptFirst + keptSecond, encoded.IsTruncated);
    }

    [Fact]
    public void A_cut_text_keeps_its_special_tokens()
    {
        var encoded = Json.Load().Encode("a a a a", maximumLength: 4);

        Assert.Equal([1, 3, 3, 2], encoded.Ids);
        Assert.True(encoded.IsTruncated);
    }

    [Fact]
    public void Text_that_just_fits_is_not_truncated() =>
        Assert.False(Json.Load().Encode("a a", maximumLength: 4).IsTruncated);

    [Fact]
    public void No_room_for_the_special_tokens_is_refused()
    {
        var tokenizer = Json.Load();

        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Encode("a", maximumLength: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Encode("a", maximumLength: -1, addSpecialTokens: false));
        Assert.Empty(tokenizer.Encode("a", addSpecialTokens: false, maximumLength: 0).Ids);
    }

    [Fact]
    public void Window_is_wrapped_in_the_template()
    {
        var tokenizer = Json.Load();
        int[] ids = new int[8];
        int[] typeIds = [9, 9, 9, 9, 9, 9, 9, 9];

        Assert.Equal(2, tokenizer.SpecialTokenCount());
        Assert.Equal(3, tokenizer.SpecialTokenCount(pair: true));
        Assert.Equal(4, tokenizer.WriteWithSpecialTokens([3, 4], ids, typeIds));
        Assert.Equal([1, 3, 4, 2], ids.Take(4));
        Assert.Equal([0, 0, 0, 0, 9], typeIds.Take(5));
        Assert.Throws<ArgumentException>(() => tokenizer.WriteWithSpecialTokens([3, 4], new int[3]));
        Assert.Throws<ArgumentException>(() => tokenizer.WriteWithSpecialTokens([3, 4], new int[4], new int[2]));
    }

    private static string Repeat(string word, int count) => string.Join(' ', Enumerable.Repeat(word, count));
}
