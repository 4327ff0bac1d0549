using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Pretraining;

namespace MLNet.LlmExtensions.Training.Tests.Pretraining;

public sealed class MaskedTokenTaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TextTokenizer _tokenizer;

    public MaskedTokenTaskTests() => _tokenizer = LanguageModel.FromPretrained(TinyBert.Create(_folder.Path)).Tokenizer;

    [Fact]
    public void Shares_are_those_of_the_options()
    {
        var task = new MaskedTokenTask(new TokenRoles(_tokenizer), new PretrainingOptions());
        var row = Row(98);
        var (hidden, masked, kept, random) = (0, 0, 0, 0);
        for (var seed = 0; seed < 2000; seed++)
        {
            var made = task.Apply(row, seed);
            Assert.Equal(15, made.Places.Length); // 15 % of 98 tokens, rounded
            Assert.Equal(made.Places.Select(place => row[place]), made.Targets);
            hidden += made.Places.Length;
            masked += made.Places.Count(place => made.Input[place] == TinyModels.Mask);
            kept += made.Places.Count(place => made.Input[place] == row[place]);
            random += made.Places.Count(place => made.Input[place] != row[place] && made.Input[place] != TinyModels.Mask);
            Assert.Equal(made.Places.Length, made.Places.Distinct().Count());
            Assert.All(Enumerable.Range(0, row.Length).Except(made.Places), place => Assert.Equal(row[place], made.Input[place]));
        }

        // Four standard errors; a random token is the right one now and then.
        Assert.Equal(0.8, (double)masked / hidden, 0.01);
        Assert.Equal(0.1, (double)kept / hidden, 0.008);
        Assert.Equal(0.1, (double)random / hidden, 0.008);
    }

    [Fact]
    public void Each_place_is_hidden_as_often_as_any_other_and_special_tokens_never()
    {
        var task = new MaskedTokenTask(new TokenRoles(_tokenizer), new PretrainingOptions { MaskProbability = 0.3 });
        var row = _tokenizer.Encode("no evidence of pleural ☃ effusion . the lungs are clear").Ids;
        var counts = new int[row.Length];
        for (var seed = 0; seed < 4000; seed++)
        {
            foreach (var place in task.Apply(row, seed).Places)
            {
                counts[place]++;
            }
        }

        int[] special = [TinyModels.Cls, TinyModels.Sep, TinyModels.Unknown];
        var text = Enumerable.Range(0, row.Length).Where(place => !special.Contains(row[place])).ToArray();
        Assert.Equal(3, row.Length - text.Length);
        Assert.All(Enumerable.Range(0, row.Length).Except(text), place => Assert.Equal(0, counts[place]));
        var expected = 4000 * Math.Round(0.3 * text.Length) / text.Length;
        Assert.All(text, place => Assert.InRange(counts[place], expected * 0.9, expected * 1.1));
    }

    [Fact]
    public void Random_tokens_are_text()
    {
        var task = new MaskedTokenTask(new TokenRoles(_tokenizer), new PretrainingOptions { MaskTokenShare = 0, RandomTokenShare = 1, MaskProbability = 0.5 });
        var row = Row(40);
        var drawn = Enumerable.Range(0, 500).SelectMany(seed => Drawn(task.Apply(row, seed))).ToHashSet();

        Assert.All(drawn, id => Assert.InRange(id, 5, _tokenizer.VocabularySize - 1));
        Assert.True(drawn.Count > (_tokenizer.VocabularySize - 5) * 0.95);

        static IEnumerable<int> Drawn(TokenTargets made) => made.Places.Select(place => made.Input[place]);
    }

    [Fact]
    public void The_same_seed_hides_the_same_and_another_something_else()
    {
        var task = new MaskedTokenTask(new TokenRoles(_tokenizer), new PretrainingOptions());
        var row = Row(60);

        Assert.Equal(task.Apply(row, 7).Input, task.Apply(row, 7).Input);
        Assert.Equal(task.Apply(row, 7).Places, task.Apply(row, 7).Places);
        Assert.NotEqual(task.Apply(row, 7).Places, task.Apply(row, 8).Places);
    }

    [Fact]
    public void Whole_words_are_hidden_together()
    {
        // Words that the vocabulary has in letters only.
        var task = new MaskedTokenTask(new TokenRoles(_tokenizer), new PretrainingOptions { WholeWordMasking = true, MaskProbability = 0.3 });
        var encoded = _tokenizer.Encode("zebra lungs quick clear vexing");
        int[] words = [.. encoded.Tokens.Select((token, place) => encoded.Tokens[..(place + 1)].Count(t => !t.StartsWith("##", StringComparison.Ordinal)))];
        for (var seed = 0; seed < 200; seed++)
        {
            var hidden = task.Apply(encoded.Ids, seed).Places.ToHashSet();
            Assert.NotEmpty(hidden);
            foreach (var word in hidden.Select(place => words[place]).Distinct())
            {
                Assert.All(Enumerable.Range(0, words.Length).Where(place => words[place] == word), place => Assert.Contains(place, hidden));
            }
        }
    }

    [Fact]
    public void A_short_row_hides_one_token_and_a_row_without_text_cannot()
    {
        var task = new MaskedTokenTask(new TokenRoles(_tokenizer), new PretrainingOptions());

        Assert.Single(task.Apply(_tokenizer.Encode("lungs").Ids, 1).Places);
        Assert.True(task.CanPredict(_tokenizer.Encode("lungs").Ids));
        Assert.False(task.CanPredict(_tokenizer.Encode("☃").Ids));
    }

    public void Dispose() => _folder.Dispose();

    private int[] Row(int tokens)
    {
        string[] words = ["lungs", "clear", "heart", "no"];
        return _tokenizer.Encode(string.Join(' ', Enumerable.Range(0, tokens).Select(i => words[i % words.Length]))).Ids;
    }
}
