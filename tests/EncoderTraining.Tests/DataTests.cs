using EncoderTraining.Data;
using EncoderTraining.Tokenizer;

namespace EncoderTraining.Tests;

public sealed class DataTests
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

    [Fact]
    public void Masking_hides_whole_words_and_remembers_what_they_were()
    {
        var vocabulary = new WordPieceVocabulary(
            [.. WordPieceVocabulary.SpecialTokens, .. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? $"w{i}" : $"##p{i}")]);
        // Words of two pieces: an even id (odd token number) begins, the next one continues.
        var document = Enumerable.Range(0, 600).Select(i => (ushort)(5 + i % 40)).ToArray();
        var source = new TokenisedSource(TrainingMixture.Sources[0], [document], []);
        var sampler = new MaskedBatchSampler(new TokenisedCorpus([source]), vocabulary, 64, seed: 3);

        sampler.Draw(20_000);

        Assert.True(sampler.Batch.TokenCount >= 20_000);
        var share = sampler.Positions.Count / (double)sampler.Batch.TokenCount;
        Assert.InRange(share, 0.14, 0.20);
        var hidden = sampler.Positions.Zip(sampler.Targets).ToDictionary();
        var masks = 0;
        foreach (var (position, target) in hidden)
        {
            masks += sampler.Batch.Ids[position] == WordPieceVocabulary.MaskId ? 1 : 0;
            // The other half of the word is hidden too, unless the passage is cut there.
            var partner = position + ((target - 5) % 2 == 0 ? 1 : -1);
            Assert.True(hidden.ContainsKey(partner)
                || sampler.Batch.Ids[partner] is WordPieceVocabulary.ClsId or WordPieceVocabulary.SepId);
        }

        Assert.InRange(masks / (double)hidden.Count, 0.75, 0.85);
    }

    [Fact]
    public void Tokenised_sources_come_back_as_they_were_written()
    {
        var source = new TokenisedSource(TrainingMixture.Sources[2], [[1, 2, 3], [], [65535]], [([7], [8, 9])]);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        source.Write(writer);
        writer.Flush();
        stream.Position = 0;

        var again = TokenisedSource.Read(new BinaryReader(stream));

        Assert.Equal(source.Source, again.Source);
        Assert.Equal(source.Documents, again.Documents);
        var pair = Assert.Single(again.Pairs);
        Assert.Equal([7], pair.First);
        Assert.Equal([8, 9], pair.Second);
        Assert.Equal(4, again.TokenCount);
    }

    [Fact]
    public void Texts_that_two_pairs_share_do_not_count_as_negatives()
    {
        (ushort[], ushort[])[] pairs = [([10], [11]), ([10], [12]), ([13], [14])];
        var source = new TokenisedSource(new Source("s", 0, 1), [], pairs);
        var sampler = new PairBatchSampler(new TokenisedCorpus([source]), 16, seed: 1);

        sampler.Draw(50);

        Assert.Equal(100, sampler.Batch.SequenceCount);
        int Id(int sequence) => sampler.Batch.Ids[sampler.Batch.Start(sequence) + 1];
        for (var i = 0; i < 50; i++)
        {
            for (var j = 0; j < 50; j++)
            {
                var shares = Id(i) == Id(j) || Id(50 + i) == Id(50 + j);
                Assert.Equal(!shares, sampler.IsNegative(i, j));
            }
        }
    }
}
