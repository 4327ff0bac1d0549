using System.Diagnostics;
using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization;

/// <summary>Texts that no one writes, many threads, and memory.</summary>
public sealed class RobustnessTests
{
    private const int Megabyte = 1 << 20;

    public static TheoryData<string> Folders =>
        ["bert-uncased", "gpt2", "qwen2", "llama", "llama-metaspace", "gemma", "unigram-xlmr", "unigram-t5"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Halves_of_surrogate_pairs_count_as_replacement_characters(string name)
    {
        var tokenizer = Load(name);

        Assert.Equal(tokenizer.Encode("a\uFFFDb\uFFFD").Ids, tokenizer.Encode("a\uD83Db\uDE00").Ids);
        Assert.Equal(tokenizer.Encode("\uFFFD\uD83D\uDE00").Ids, tokenizer.Encode("\uD83D\uD83D\uDE00").Ids);
        Assert.Equal(tokenizer.Encode("\uFFFD").Ids, tokenizer.Encode("\uDE00").Ids);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Empty_text_gives_the_template_alone(string name)
    {
        var tokenizer = Load(name);

        Assert.Empty(tokenizer.Encode("", addSpecialTokens: false).Ids);
        Assert.Equal(tokenizer.SpecialTokenCount(), tokenizer.Encode("").Ids.Length);
        Assert.Equal("", tokenizer.Decode([]));
    }

    [Theory]
    [InlineData("bert-uncased")]
    [InlineData("qwen2")]
    [InlineData("llama")]
    [InlineData("unigram-xlmr")]
    public void Megabytes_of_anything_take_seconds_at_most(string name)
    {
        var tokenizer = Load(name);
        var buffer = new TokenBuffer();
        var random = new Random(3);
        foreach (var make in new Func<int, char>[]
        {
            _ => 'a', _ => ' ', _ => '\n', _ => '\'', _ => '<', _ => '\u0301', _ => '\uD83D', i => i % 2 == 0 ? '\n' : ' ',
            _ => (char)('a' + random.Next(26)), _ => (char)random.Next(1, 0xD800), i => i % 2 == 0 ? '\uD83D' : '\uDE00', _ => '\0',
        })
        {
            string text = string.Create(Megabyte, make, (span, create) =>
            {
                for (int i = 0; i < span.Length; i++) span[i] = create(i);
            });
            buffer.Clear();
            var started = System.Diagnostics.Stopwatch.StartNew();
            tokenizer.EncodeContent(text, buffer);
            Assert.True(started.Elapsed < TimeSpan.FromSeconds(60), $"It took {started.Elapsed}.");
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Threads_do_not_disturb_each_other(string name)
    {
        var tokenizer = Load(name);
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => $"Patient {i}: heart size {i * 7} mm, no acute findings <s> {(char)('a' + i % 26)}")];
        int[][] expected = [.. texts.Select(text => tokenizer.Encode(text).Ids)];

        Parallel.For(0, 8, worker =>
        {
            var buffer = new TokenBuffer();
            for (int round = 0; round < 5; round++)
            {
                for (int i = 0; i < texts.Length; i++)
                {
                    int index = (i + 31 * worker) % texts.Length;
                    Assert.Equal(expected[index], tokenizer.Encode(texts[index]).Ids);
                    buffer.Clear();
                    tokenizer.EncodeContent(texts[index], buffer);
                    Assert.Equal(expected[index].Length - tokenizer.SpecialTokenCount(), buffer.Count);
                }
            }
        });
    }

    [Theory]
    [InlineData("bert-uncased")]
    [InlineData("gpt2")]
    [InlineData("qwen2")]
    [InlineData("roberta")]
    [InlineData("llama")]
    [InlineData("unigram-t5")]
    public void The_quick_way_allocates_nothing_in_steady_state(string name)
    {
        var tokenizer = Load(name);
        var buffer = new TokenBuffer();
        string[] texts = [.. Enumerable.Range(0, 50).Select(i => $"The heart size is {i} normal. T\u00E9mperature 38.{i}\u00B0C, caf\u00E9 \uD83D\uDE00 {i}.")];
        void Pass()
        {
            foreach (string text in texts)
            {
                buffer.Clear();
                tokenizer.EncodeContent(text, buffer);
            }
        }

        // Code that the just-in-time compiler has not optimised yet allocates; give it time to, which it lacks while other tests compile.
        long allocated = long.MaxValue;
        for (var clock = Stopwatch.StartNew(); allocated > 0 && clock.Elapsed < TimeSpan.FromMinutes(1);)
        {
            for (int i = 0; i < 20; i++) Pass();
            Thread.Sleep(50);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Pass();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Buffers_grow_and_are_reusable()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenBuffer(-1));
        var buffer = new TokenBuffer(1);
        for (int i = 0; i < 1000; i++) buffer.Add(i);

        Assert.Equal(Enumerable.Range(0, 1000), buffer.Ids.ToArray());
        buffer.Clear();
        Assert.Equal(0, buffer.Count);
        Assert.True(buffer.Ids.IsEmpty);
    }

    [Fact]
    public void Nulls_are_refused()
    {
        var tokenizer = new TokenizerJson().Load();

        Assert.Throws<ArgumentNullException>(() => tokenizer.Encode(null!));
        Assert.Throws<ArgumentNullException>(() => tokenizer.Decode(null!));
        Assert.Throws<ArgumentNullException>(() => tokenizer.EncodeContent("a", null!));
    }

    private static TextTokenizer Load(string name) =>
        TextTokenizer.FromPretrained(SharedData.PathTo($"reference/tokenizers/{name}"));
}
