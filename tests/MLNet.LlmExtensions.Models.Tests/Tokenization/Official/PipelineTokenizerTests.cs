using System.Buffers;
using Microsoft.ML.Tokenizers;
using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Official;

/// <summary>The tokenizer as whoever knows only the official base class sees it.</summary>
public sealed class PipelineTokenizerTests
{
    private static readonly TokenizerJson Words = new()
    {
        Model = """{"type":"WordLevel","vocab":{"[UNK]":0,"[CLS]":1,"[SEP]":2,"one":3,"two":4,"three":5},"unk_token":"[UNK]"}""",
        AddedTokens = $"[{TokenizerJson.AddedToken(1, "[CLS]", special: true)},{TokenizerJson.AddedToken(2, "[SEP]", special: true)}]",
        Normalizer = """{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true}""",
        PreTokenizer = """{"type":"BertPreTokenizer"}""",
        PostProcessor = """{"type":"BertProcessing","sep":["[SEP]",2],"cls":["[CLS]",1]}""",
    };

    [Fact]
    public void Special_tokens_are_there_for_callers_of_the_base_class()
    {
        Tokenizer tokenizer = Words.Load().Tokenizer;

        Assert.Equal([1, 3, 4, 2], tokenizer.EncodeToIds("One two"));
        Assert.Equal([1, 3, 4, 2], tokenizer.EncodeToIds("One two".AsSpan()));
        Assert.Equal(4, tokenizer.CountTokens("One two"));
    }

    [Fact]
    public void A_limit_leaves_room_for_the_special_tokens()
    {
        Tokenizer tokenizer = Words.Load().Tokenizer;

        Assert.Equal([1, 3, 4, 2], tokenizer.EncodeToIds("One two three", 4, out string? normalized, out int consumed));
        Assert.Equal("one two three", normalized);
        Assert.Equal("one two".Length, consumed);
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.EncodeToIds("One", 1, out _, out _));
    }

    [Fact]
    public void Offsets_are_those_of_the_normalised_text()
    {
        Tokenizer tokenizer = Words.Load().Tokenizer;

        var tokens = tokenizer.EncodeToTokens("One [SEP] Two", out string? normalized);

        Assert.Equal("one [SEP] two", normalized);
        Assert.Equal(["[CLS]", "one", "[SEP]", "two", "[SEP]"], tokens.Select(token => token.Value));
        Assert.Equal(["", "one", "[SEP]", "two", ""], tokens.Select(token => normalized![token.Offset]));
    }

    [Fact]
    public void Indices_by_count_cut_between_tokens()
    {
        Tokenizer tokenizer = Words.Load().Tokenizer;

        Assert.Equal("one two".Length, tokenizer.GetIndexByTokenCount("One two three", 4, out string? normalized, out int count));
        Assert.Equal(4, count);
        Assert.Equal("one two three", normalized);
        Assert.Equal("one ".Length, tokenizer.GetIndexByTokenCountFromEnd("One two three", 4, out _, out count));
        Assert.Equal(4, count);
        Assert.Equal(13, tokenizer.GetIndexByTokenCount("One two three", 9, out _, out count));
        Assert.Equal(5, count);
        Assert.Equal(0, tokenizer.GetIndexByTokenCountFromEnd("One two three", 9, out _, out _));
    }

    [Fact]
    public void Steps_can_be_left_out()
    {
        Tokenizer tokenizer = Words.Load().Tokenizer;

        Assert.Equal([1, 0, 4, 2], tokenizer.EncodeToIds("One two", considerNormalization: false));
        Assert.Equal([1, 0, 2], tokenizer.EncodeToIds("One two", considerPreTokenization: false));
        Assert.Equal("one", tokenizer.Normalizer!.Normalize("ONE"));
        Assert.Equal([(0, 3), (3, 1)], tokenizer.PreTokenizer!.PreTokenize("one!"));
    }

    [Fact]
    public void Decoding_skips_special_tokens_and_says_when_there_is_no_room()
    {
        Tokenizer tokenizer = Words.Load().Tokenizer;

        Assert.Equal("one two", tokenizer.Decode([1, 3, 4, 2]));
        Assert.Equal(OperationStatus.Done, tokenizer.Decode([3, 4], new char[7], out int consumed, out int written));
        Assert.Equal((2, 7), (consumed, written));
        Assert.Equal(OperationStatus.DestinationTooSmall, tokenizer.Decode([3, 4], new char[6], out consumed, out written));
        Assert.Equal((0, 0), (consumed, written));
    }

    [Theory]
    [InlineData("bert-uncased")]
    [InlineData("gpt2")]
    [InlineData("roberta")]
    [InlineData("llama")]
    [InlineData("llama-metaspace")]
    [InlineData("unigram-t5")]
    public void Offsets_run_through_the_text_in_order(string name)
    {
        var tokenizer = TextTokenizer.FromPretrained(SharedData.PathTo($"reference/tokenizers/{name}"));
        const string text = "  The h\u00E9art \uD83D\uDE00 size is\n normal, \u4E2D\u6587 x\u00B2.";

        var tokens = tokenizer.Tokenizer.EncodeToTokens(text, out string? normalized);
        string source = normalized ?? text;

        int position = 0;
        foreach (var token in tokens)
        {
            Assert.InRange(token.Offset.Start.Value, position, source.Length);
            Assert.InRange(token.Offset.End.Value, token.Offset.Start.Value, source.Length);
            position = token.Offset.End.Value;
        }

        // Nothing but white space may lie outside the tokens.
        var covered = tokens.SelectMany(token => Enumerable.Range(token.Offset.Start.Value, token.Offset.End.Value - token.Offset.Start.Value));
        var missed = Enumerable.Range(0, source.Length).Except(covered);
        Assert.All(missed, i => Assert.True(char.IsWhiteSpace(source[i])));
        Assert.Equal(tokenizer.Encode(text).Ids, tokens.Select(token => token.Id));
    }
}
