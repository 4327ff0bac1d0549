using PredictionService.Explanations;

namespace PredictionService.Tests;

public sealed class SentencesTests
{
    [Theory]
    [InlineData("Lungs clear. No effusion.", "Lungs clear. |No effusion.")]
    [InlineData("FINDINGS:\n- clear\n- stable", "FINDINGS:\n|- clear\n|- stable")]
    [InlineData("The mass is 2.5 cm. It is stable.", "The mass is 2.5 cm. |It is stable.")]
    [InlineData("Is it new? (See above.) Yes!", "Is it new? |(See above.) |Yes!")]
    [InlineData("one sentence", "one sentence")]
    [InlineData("", "")]
    [InlineData(" \n ", "")]
    public void Texts_are_cut_behind_sentences_and_at_line_ends(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Sentences.Of(text).Select(sentence => text.Substring(sentence.Start, sentence.Length))));

    [Fact]
    public void Sentences_are_the_text_in_order_whatever_it_is()
    {
        var random = new Random(3);
        const string Letters = "aA1.!?\n\r \t-*()\"'é漢\ud83d\ude00";
        for (var trial = 0; trial < 2000; trial++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Letters[random.Next(Letters.Length)]));
            var at = 0;
            foreach (var sentence in Sentences.Of(text))
            {
                Assert.Equal(at, sentence.Start);
                Assert.False(string.IsNullOrWhiteSpace(text.Substring(sentence.Start, sentence.Length)));
                at += sentence.Length;
            }

            Assert.True(string.IsNullOrWhiteSpace(text[at..]));
        }
    }
}
