using MLNet.LlmExtensions.Training.Data;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Sentences;

/// <summary>Examples of one or several texts each. A text that occurs in several examples is there once.</summary>
/// <param name="Texts">The distinct texts.</param>
/// <param name="Members">For each example the indices of its texts, in the order that the loss wants.</param>
/// <param name="Kinds">For each example a number that examples of one batch share.</param>
internal sealed record SentenceExamples(IReadOnlyList<TokenizedExample> Texts, IReadOnlyList<int[]> Members, IReadOnlyList<int> Kinds)
{
    /// <summary>What each example takes of a batch: all rows of its texts, as long as the longest.</summary>
    public IReadOnlyList<ExampleSize> Sizes { get; } =
    [
        .. Members.Zip(Kinds).Select(example => new ExampleSize(
            example.First.Sum(text => Texts[text].Rows.Length), example.First.Max(text => Texts[text].Length), example.Second)),
    ];

    /// <summary>The distinct texts of some examples, in the order of their first occurrence.</summary>
    public int[] TextsOf(IReadOnlyList<int> examples) => [.. examples.SelectMany(example => Members[example]).Distinct()];

    /// <summary>A batch of some examples.</summary>
    /// <param name="vectors">The vectors of <paramref name="texts"/>, [texts, dimensions].</param>
    /// <param name="texts">What <see cref="TextsOf"/> gives for the examples.</param>
    /// <param name="examples">The indices of the examples.</param>
    public SentenceBatch Batch(Tensor vectors, int[] texts, IReadOnlyList<int> examples)
    {
        var places = texts.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return new SentenceBatch(vectors, examples, [.. examples.Select(example => Array.ConvertAll(Members[example], text => places[text]))]);
    }
}
