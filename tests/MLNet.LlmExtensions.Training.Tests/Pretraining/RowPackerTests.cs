using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Pretraining;

namespace MLNet.LlmExtensions.Training.Tests.Pretraining;

public sealed class RowPackerTests : IDisposable
{
    private const int FirstText = 10;

    private readonly TemporaryFolder _folder = new();
    private readonly TextTokenizer _tokenizer;

    public RowPackerTests() => _tokenizer = LanguageModel.FromPretrained(TinyBert.Create(_folder.Path)).Tokenizer;

    [Theory]
    [InlineData(8, true)]
    [InlineData(8, false)]
    [InlineData(3, true)]
    [InlineData(100, true)]
    public void An_encoder_reads_every_token_once_and_in_order(int length, bool packs)
    {
        var texts = Texts(40);
        var rows = Rows(new EncoderRowPacker(_tokenizer, TinyModels.Sep, length, packs), texts);

        Assert.Equal(texts.SelectMany(text => text), rows.SelectMany(row => row).Where(id => id >= FirstText));
        Assert.All(rows, row =>
        {
            Assert.InRange(row.Length, 3, length);
            Assert.Equal(TinyModels.Cls, row[0]);
            Assert.Equal(TinyModels.Sep, row[^1]);
            Assert.NotEqual(TinyModels.Sep, row[^2]);
            Assert.NotEqual(TinyModels.Sep, row[1]);
        });
        if (packs && length == 8)
        {
            // A row is one shorter where a separator would have been its last token.
            Assert.All(rows.SkipLast(1), row => Assert.InRange(row.Length, length - 2, length));
        }
    }

    [Fact]
    public void Unpacked_rows_hold_one_text()
    {
        int[][] texts = [[.. Enumerable.Range(FirstText, 20)], [50], [60, 61]];

        var rows = Rows(new EncoderRowPacker(_tokenizer, TinyModels.Sep, 8, packs: false), texts);

        Assert.Equal([8, 8, 8, 4, 3, 4], rows.Select(row => row.Length));
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(8, false)]
    [InlineData(2, true)]
    [InlineData(100, true)]
    public void A_decoder_predicts_every_token_once_but_the_first(int length, bool packs)
    {
        var texts = Texts(40);
        var task = new NextTokenTask();
        var rows = Rows(new DecoderRowPacker(_tokenizer, length, packs), texts);

        // What the template puts around a text is predicted as well; the very first token of a stream is not.
        var stream = texts.SelectMany(text => (int[])[TinyModels.Cls, .. text, TinyModels.Sep]);
        var predicted = rows.SelectMany(row => task.Apply(row, 0).Targets);
        Assert.Equal(packs ? stream.Skip(1) : stream.Where(id => id != TinyModels.Cls), predicted);
        Assert.All(rows, row => Assert.InRange(task.InputLength(row), 1, length));
        if (packs)
        {
            Assert.All(rows.SkipLast(1), row => Assert.Equal(length, task.InputLength(row)));
        }
    }

    public void Dispose() => _folder.Dispose();

    private static List<int[]> Rows(RowPacker packer, IEnumerable<int[]> texts)
    {
        foreach (var text in texts)
        {
            packer.Add(text);
        }

        packer.Finish();
        return packer.Rows;
    }

    private static int[][] Texts(int count)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, random.Next(1, 15)).Select(_ => random.Next(FirstText, 60)).ToArray())];
    }
}
