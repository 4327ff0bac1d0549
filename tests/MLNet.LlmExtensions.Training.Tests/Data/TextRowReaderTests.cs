using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Tokenization.Windows;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Data;

namespace MLNet.LlmExtensions.Training.Tests.Data;

public sealed class TextRowReaderTests : IDisposable
{
    private const string Short = "no acute fracture";
    private const string Long = "there is a small left pleural effusion and mild edema with chronic opacity in the right lung and a stable nodule";

    private readonly TemporaryFolder _folder = new();
    private readonly LanguageModel _model;

    public TextRowReaderTests() => _model = LanguageModel.FromPretrained(TinyBert.Create(_folder.Path, positions: 24));

    [Fact]
    public void A_text_that_fits_is_what_the_tokenizer_makes_of_it()
    {
        var row = Assert.Single(Reader().Read(Short, null, "row"));

        Assert.Equal(_model.Tokenizer.Encode(Short).Ids, row.Ids);
        Assert.Null(row.TypeIds);
    }

    [Fact]
    public void A_pair_that_fits_has_the_tokenizers_ids_and_types()
    {
        var row = Assert.Single(Reader().Read(Short, "heart size normal", "row"));

        var expected = _model.Tokenizer.Encode(Short, "heart size normal");
        Assert.Equal(expected.Ids, row.Ids);
        Assert.Equal(expected.TypeIds, row.TypeIds);
    }

    [Theory]
    [InlineData(Long, null)]
    [InlineData(Long, Short)]
    [InlineData(Short, Long)]
    [InlineData(Long, Long)]
    public void Truncation_is_the_tokenizers(string text, string? pair)
    {
        var reader = Reader(LongTextHandling.Truncate, maximumLength: 16);

        var row = Assert.Single(reader.Read(text, pair, "row"));

        Assert.Equal(_model.Tokenizer.Encode(text, pair, maximumLength: 16).Ids, row.Ids);
        Assert.Equal((1, 0), (reader.TruncatedTexts, reader.ChunkedTexts));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Short)]
    public void Windows_are_full_and_lose_no_token(string? pair)
    {
        var reader = Reader(maximumLength: 16);

        var rows = reader.Read(Long, pair, "row");

        Assert.True(rows.Length > 1);
        Assert.All(rows, row => Assert.Equal(16, row.Length));
        Assert.Empty(_model.Tokenizer.Encode(Long).Ids.Except(rows.SelectMany(row => row.Ids)));
        Assert.Equal((0, 1), (reader.TruncatedTexts, reader.ChunkedTexts));
    }

    [Fact]
    public void A_text_that_is_too_long_is_named_by_its_number_alone()
    {
        var exception = Assert.Throws<ArgumentException>(() => Reader(LongTextHandling.Throw, maximumLength: 16).Read(Long, null, "Row 7"));

        Assert.Contains("Row 7", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("effusion", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_prompt_stands_before_the_first_text()
    {
        var reader = new TextRowReader(_model, TextReading.Resolve(_model, "findings : ", null, null, LongTextHandling.Chunk, 4, pairs: true, "options"));

        Assert.Equal(_model.Tokenizer.Encode("findings : " + Short, "new").Ids, Assert.Single(reader.Read(Short, "new", "row")).Ids);
    }

    public void Dispose() => _folder.Dispose();

    private TextRowReader Reader(LongTextHandling longText = LongTextHandling.Chunk, int? maximumLength = null) =>
        new(_model, TextReading.Resolve(_model, null, null, maximumLength, longText, 4, pairs: true, "options"));
}
