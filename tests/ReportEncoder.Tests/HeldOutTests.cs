using ReportEncoder.Data;

namespace ReportEncoder.Tests;

public sealed class HeldOutTests
{
    private const string HeldOut =
        "One two three four five six seven eight nine ten eleven twelve thirteen, fourteen fifteen sixteen.";

    [Theory]
    [InlineData("zero TWO three (four) five six seven eight nine ten eleven twelve thirteen fourteen - end", true)]
    [InlineData("two three four five six seven eight nine ten eleven twelve thirteen end", false)]
    [InlineData("heart size NORMAL", true)]
    [InlineData("heart size", false)]
    [InlineData("", false)]
    public void Overlap_is_thirteen_running_words_or_the_whole_of_a_short_text(string text, bool expected)
    {
        var heldOut = new HeldOutTexts();
        heldOut.Add(HeldOut);
        heldOut.Add("Heart size normal.");

        Assert.Equal(expected, heldOut.Overlaps(text));
    }
}
