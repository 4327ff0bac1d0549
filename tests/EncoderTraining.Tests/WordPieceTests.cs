using System.Text.Json;
using EncoderTraining.Tokenizer;

namespace EncoderTraining.Tests;

public sealed class WordPieceTests
{
    [Fact]
    public void Ids_equal_those_of_the_reference_tokenizer()
    {
        var folder = ReferenceData.PathTo("tokenizers/bert-uncased");
        var encoder = new WordPieceEncoder(WordPieceVocabulary.Read(Path.Combine(folder, "vocab.txt")));
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "golden.json")));
        var compared = 0;
        foreach (var item in golden.RootElement.GetProperty("cases").EnumerateArray())
        {
            var text = item.GetProperty("text").GetString()!;
            // Left out: pairs, truncation, the template, and special tokens written in the text.
            if (item.GetProperty("pair").ValueKind != JsonValueKind.Null
                || item.GetProperty("max_length").ValueKind != JsonValueKind.Null
                || item.GetProperty("add_special_tokens").GetBoolean()
                || WordPieceVocabulary.SpecialTokens.Any(text.Contains))
            {
                continue;
            }

            var expected = item.GetProperty("ids").EnumerateArray().Select(id => (ushort)id.GetInt32());
            Assert.True(expected.SequenceEqual(encoder.Encode(text)), $"The ids of \"{text}\" differ.");
            compared++;
        }

        Assert.True(compared > 50, $"Only {compared} texts were compared.");
    }

    [Fact]
    public void Training_merges_the_most_frequent_neighbours_first()
    {
        var counts = new Dictionary<string, long> { ["lungs"] = 10, ["lung"] = 20, ["long"] = 3, ["x"] = 50 };

        var vocabulary = WordPieceTrainer.Train(counts, vocabularySize: 23);

        // 5 special tokens and 7 characters in both forms (g l n o s u x): 19.
        Assert.Equal(WordPieceVocabulary.SpecialTokens, vocabulary.Tokens.Take(5));
        Assert.Equal(["g", "l", "n", "o", "s", "u", "x"], vocabulary.Tokens.Skip(5).Take(7));
        Assert.Equal(["##ng", "lu", "lung", "lungs"], vocabulary.Tokens.Skip(19));
    }

    [Fact]
    public void Training_gives_the_same_vocabulary_again_and_stops_when_nothing_is_left_to_merge()
    {
        var counts = new Dictionary<string, long> { ["ab"] = 2, ["abc"] = 1 };

        var first = WordPieceTrainer.Train(counts, vocabularySize: 1000);
        var second = WordPieceTrainer.Train(counts.Reverse().ToDictionary(), vocabularySize: 1000);

        Assert.Equal(first.Tokens, second.Tokens);
        Assert.Equal(["ab", "abc"], first.Tokens.Skip(11));
    }

    [Fact]
    public void Trained_pieces_cover_every_word_of_the_kept_characters()
    {
        var random = new Random(5);
        string Word() => new([.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => (char)('a' + random.Next(6)))]);
        var counts = Enumerable.Range(0, 300).Select(_ => Word()).Distinct().ToDictionary(w => w, _ => random.NextInt64(1, 99));
        var encoder = new WordPieceEncoder(WordPieceTrainer.Train(counts, vocabularySize: 120));

        for (var i = 0; i < 300; i++)
        {
            var word = Word();
            var pieces = encoder.Encode(word).Select(id => encoder.Vocabulary.Tokens[id]).ToArray();
            Assert.Equal(word, string.Concat(pieces.Select((p, j) => j == 0 ? p : p[2..])));
        }
    }
}
