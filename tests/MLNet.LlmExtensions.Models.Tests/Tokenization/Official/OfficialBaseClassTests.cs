using System.Buffers;
using Microsoft.ML.Tokenizers;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Official;

/// <summary>
/// What the official abstract classes do with what a derived class gives them. Holds for the package and for its stand-in.
/// </summary>
public sealed class OfficialBaseClassTests
{
    [Fact]
    public void Ids_and_counts_come_from_the_tokens()
    {
        Tokenizer tokenizer = new Letters();

        Assert.Equal([97, 98], tokenizer.EncodeToIds("ab"));
        Assert.Equal([97, 98], tokenizer.EncodeToIds("ab".AsSpan()));
        Assert.Equal(2, tokenizer.CountTokens("ab"));
        Assert.Equal(2, tokenizer.CountTokens("ab".AsSpan()));
        Assert.Equal(["a", "b"], tokenizer.EncodeToTokens("ab", out _).Select(token => token.Value));
        Assert.Equal(["a", "b"], tokenizer.EncodeToTokens("ab".AsSpan(), out _).Select(token => token.Value));
    }

    [Fact]
    public void Settings_reach_the_derived_class()
    {
        var tokenizer = new Letters();

        _ = tokenizer.EncodeToIds("ab", considerPreTokenization: false, considerNormalization: true);
        Assert.False(tokenizer.Last.ConsiderPreTokenization);
        Assert.True(tokenizer.Last.ConsiderNormalization);
        Assert.Equal(int.MaxValue, tokenizer.Last.MaxTokenCount);

        _ = tokenizer.EncodeToIds("abc", 2, out string? normalized, out int consumed, considerNormalization: false);
        Assert.Equal(2, tokenizer.Last.MaxTokenCount);
        Assert.Null(normalized);
        Assert.Equal(2, consumed);
        Assert.True(tokenizer.LastTextWasString);

        _ = tokenizer.CountTokens("abc".AsSpan());
        Assert.False(tokenizer.LastTextWasString);
    }

    [Fact]
    public void Index_by_count_is_where_the_last_token_that_fits_ends()
    {
        Tokenizer tokenizer = new Letters();

        Assert.Equal(2, tokenizer.GetIndexByTokenCount("abcd", 2, out _, out int count));
        Assert.Equal(2, count);
        Assert.Equal(0, tokenizer.GetIndexByTokenCount("abcd", 0, out _, out count));
        Assert.Equal(0, count);
        Assert.Equal(4, tokenizer.GetIndexByTokenCount("abcd".AsSpan(), 9, out _, out count));
        Assert.Equal(4, count);
    }

    [Fact]
    public void Index_from_the_end_is_where_the_first_token_that_fits_starts()
    {
        var tokenizer = new Letters();

        Assert.Equal(3, tokenizer.GetIndexByTokenCountFromEnd("abcd", 1, out _, out int count));
        Assert.Equal(1, count);
        Assert.Equal(int.MaxValue, tokenizer.Last.MaxTokenCount);
        Assert.Equal(4, tokenizer.GetIndexByTokenCountFromEnd("abcd".AsSpan(), 0, out _, out count));
        Assert.Equal(0, count);
    }

    [Fact]
    public void Decoding_grows_its_buffer_and_reports_what_cannot_be_decoded()
    {
        Tokenizer tokenizer = new Letters();

        Assert.Equal(new string('x', 5000), tokenizer.Decode(Enumerable.Repeat((int)'x', 5000)));
        Assert.Equal("", tokenizer.Decode(Array.Empty<int>()));
        Assert.Throws<InvalidOperationException>(() => tokenizer.Decode([-1]));
        Assert.Throws<ArgumentNullException>(() => tokenizer.Decode(null!));
    }

    [Fact]
    public void Normalizer_and_pre_tokenizer_are_absent_by_default()
    {
        Tokenizer tokenizer = new Letters();

        Assert.Null(tokenizer.Normalizer);
        Assert.Null(tokenizer.PreTokenizer);
    }

    [Fact]
    public void Tokens_are_equal_when_all_their_parts_are()
    {
        var token = new EncodedToken(1, "a", new Range(0, 1));

        Assert.True(token.Equals(new EncodedToken(1, "a", new Range(0, 1))));
        Assert.False(token.Equals(new EncodedToken(2, "a", new Range(0, 1))));
        Assert.False(token.Equals(new EncodedToken(1, "b", new Range(0, 1))));
        Assert.False(token.Equals(new EncodedToken(1, "a", new Range(0, 2))));
        Assert.Equal(int.MaxValue, new EncodeSettings().MaxTokenCount);
    }

    /// <summary>One token for each letter; its id is the letter's code.</summary>
    private sealed class Letters : Tokenizer
    {
        public EncodeSettings Last { get; private set; }

        public bool LastTextWasString { get; private set; }

        public override OperationStatus Decode(
            IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten)
        {
            idsConsumed = charsWritten = 0;
            foreach (int id in ids)
            {
                if (id < 0) return OperationStatus.InvalidData;
                if (charsWritten == destination.Length) return OperationStatus.DestinationTooSmall;
                destination[charsWritten++] = (char)id;
                idsConsumed++;
            }

            return OperationStatus.Done;
        }

        protected override EncodeResults<EncodedToken> EncodeToTokens(
            string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
        {
            Last = settings;
            LastTextWasString = text is not null;
            string letters = (text ?? textSpan.ToString())[..Math.Min(textSpan.Length, settings.MaxTokenCount)];
            return new EncodeResults<EncodedToken>
            {
                Tokens = [.. letters.Select((c, i) => new EncodedToken(c, c.ToString(), new Range(i, i + 1)))],
                CharsConsumed = letters.Length,
            };
        }
    }
}
