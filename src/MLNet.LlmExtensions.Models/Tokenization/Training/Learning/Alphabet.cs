using System.Runtime.InteropServices;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Training.Learning;

/// <summary>Chooses the characters that get a token of their own.</summary>
internal static class Alphabet
{
    /// <summary>The code points to keep, in their order.</summary>
    /// <param name="words">The words of the texts.</param>
    /// <param name="initial">Code points to keep in any case.</param>
    /// <param name="limit">How many to keep, at least as many as <paramref name="initial"/> has; null for all.</param>
    public static int[] Choose(IEnumerable<CountedWord> words, IEnumerable<int> initial, int? limit)
    {
        var counts = new Dictionary<int, long>();
        foreach (var word in words)
        {
            for (int i = 0, length; i < word.Text.Length; i += length)
                CollectionsMarshal.GetValueRefOrAddDefault(counts, CodePoints.At(word.Text, i, out length), out _) += word.Count;
        }

        foreach (int codePoint in initial) counts[codePoint] = long.MaxValue;

        return
        [
            .. counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key)
                .Take(limit ?? int.MaxValue)
                .Select(pair => pair.Key)
                .Order(),
        ];
    }
}
