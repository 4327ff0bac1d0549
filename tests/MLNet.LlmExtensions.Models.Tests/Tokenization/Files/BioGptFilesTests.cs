using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Files;

public sealed class BioGptFilesTests
{
    private const string Vocabulary =
        """
        {"<s>":0,"<pad>":1,"</s>":2,"<unk>":3,"heart</w>":4,"size</w>":5,".</w>":6,"x":7,"-":8,"@-@</w>":9,"ray</w>":10,
        "x</w>":11,"&apos;s</w>":12,"h":13}
        """;

    // "he", "art</w>" and others are stages on the way to a token, and not tokens themselves.
    private const string Merges =
        """
        a r 100
        ar t</w> 90
        h e 80
        he art</w> 70
        s i 60
        z e</w> 50
        si ze</w> 40
        @ - 30
        @- @</w> 20
        a y</w> 10
        r ay</w> 9
        & a 8
        &a p 8
        &ap o 8
        &apo s 8
        &apos ; 8
        &apos; s</w> 8
        """;

    [Fact]
    public void Words_are_merged_through_symbols_that_are_no_tokens()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = Load(folder);

        Assert.Equal([2, 4, 5, 6], tokenizer.Encode("heart size.").Ids);
        Assert.Equal([2, 11, 9, 10], tokenizer.Encode("x-ray").Ids);
        Assert.Equal([2, 4, 12, 5], tokenizer.Encode("heart's size").Ids);
    }

    [Fact]
    public void What_is_left_and_not_in_the_vocabulary_is_unknown()
    {
        using var folder = new TemporaryFolder();

        // "he" and "ay</w>" are left of "heay", and neither is a token.
        Assert.Equal([2, 3, 3], Load(folder).Encode("heay").Ids);
    }

    [Fact]
    public void Each_text_begins_with_the_separator()
    {
        using var folder = new TemporaryFolder();
        var encoded = Load(folder).Encode("heart", "size");

        Assert.Equal([2, 4, 2, 5], encoded.Ids);
        Assert.Equal([0, 0, 1, 1], encoded.TypeIds);
        Assert.Equal([1, 0, 1, 0], encoded.SpecialTokensMask);
    }

    [Fact]
    public void Decoding_joins_words_by_spaces()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal("heart size .", Load(folder).Decode([2, 4, 5, 6]));
    }

    private static TextTokenizer Load(TemporaryFolder folder)
    {
        File.WriteAllText(folder.File("vocab.json"), Vocabulary);
        File.WriteAllText(folder.File("merges.txt"), Merges + "\n");
        File.WriteAllText(
            folder.File("tokenizer_config.json"),
            """{"tokenizer_class":"BioGptTokenizer","unk_token":"<unk>","sep_token":"</s>","pad_token":"<pad>"}""");
        return TextTokenizer.FromPretrained(folder.Path);
    }
}
