using MLNet.LlmExtensions.Training.Randomness;

namespace MLNet.LlmExtensions.Training.Sentences;

/// <summary>Cuts documents between words into passages of random length.</summary>
/// <param name="minimumWords">The fewest words of a passage.</param>
/// <param name="maximumWords">The most.</param>
internal sealed class DocumentPassages(int minimumWords, int maximumWords)
{
    /// <summary>The passages of a document, in order; none where it is too short for two.</summary>
    public IReadOnlyList<string> Of(string document, SeededRandom random)
    {
        var words = Words(document);
        var passages = new List<string>();
        if (words.Count < 2 * minimumWords)
            return passages;
        for (var start = 0; start < words.Count;)
        {
            var left = words.Count - start;

            // What would be left for the next passage must be enough for one, or nothing.
            var longest = Math.Min(maximumWords, left);
            var count = left < 2 * minimumWords
                ? left
                : minimumWords + random.Next(Math.Min(longest, left - minimumWords) - minimumWords + 1);
            passages.Add(document[words[start].Start..words[start + count - 1].End]);
            start += count;
        }

        return passages;
    }

    private static List<(int Start, int End)> Words(string text)
    {
        var words = new List<(int, int)>();
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }

            var start = i;
            while (i < text.Length && !char.IsWhiteSpace(text[i]))
                i++;
            words.Add((start, i));
        }

        return words;
    }
}
