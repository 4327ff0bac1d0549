using MLNet.LlmExtensions.Training.Randomness;
using MLNet.LlmExtensions.Training.Sentences;

namespace MLNet.LlmExtensions.Training;

/// <summary>Makes pairs for <see cref="SentenceEmbeddingTrainer"/> out of texts that come alone.</summary>
/// <remarks>Thread-safe. The same texts and seed give the same pairs.</remarks>
public static class SentencePairs
{
    /// <summary>
    /// Makes pairs of neighbouring passages of documents, without any label
    /// (<see href="https://arxiv.org/abs/2006.03659">Giorgi et al., 2020</see>). A document is cut at random between words into passages; each two
    /// neighbours are a pair, and pairs of one document are not each other's negatives.
    /// </summary>
    /// <param name="documents">The documents. Read once, in order.</param>
    /// <param name="minimumWords">The fewest words of a passage, 1 or more. Documents with less than twice as many give no pair.</param>
    /// <param name="maximumWords">The most words of a passage, twice <paramref name="minimumWords"/> at the least.</param>
    /// <param name="seed">Decides where documents are cut.</param>
    /// <returns>The pairs, in the order of the documents, as they are asked for.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number of words cannot be used.</exception>
    public static IEnumerable<SentencePair> FromDocuments(
        IEnumerable<string> documents, int minimumWords = 16, int maximumWords = 96, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumWords, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumWords, 2L * minimumWords);
        return Pairs();

        IEnumerable<SentencePair> Pairs()
        {
            var passages = new DocumentPassages(minimumWords, maximumWords);
            foreach (var (index, document) in documents.Index())
            {
                var group = $"document {index}";
                var random = new SeededRandom(SeededRandom.Mix(seed, index));
                var parts = passages.Of(document, random);
                for (var i = 0; i + 1 < parts.Count; i++)
                    yield return new SentencePair(parts[i], parts[i + 1]) { Group = group };
            }
        }
    }

    /// <summary>
    /// Makes pairs of labelled texts: of one label with the similarity 1, of two labels with 0, as SetFit does
    /// (<see href="https://arxiv.org/abs/2209.11055">Tunstall et al., 2022</see>). So a handful of labelled texts trains an encoder.
    /// </summary>
    /// <param name="texts">The texts.</param>
    /// <param name="labels">For each text its label.</param>
    /// <param name="pairsPerText">
    /// How many pairs of each kind each text is the first of, 1 or more. A text has no pair of a kind that it has no partner for; with
    /// few partners, each comes in turn before one comes again.
    /// </param>
    /// <param name="seed">Decides which texts are partners.</param>
    /// <returns>The pairs.</returns>
    /// <exception cref="ArgumentException">There are not as many labels as texts, or there are fewer than two labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pairsPerText"/> is less than 1.</exception>
    public static IReadOnlyList<ScoredSentencePair> FromLabels<TLabel>(
        IReadOnlyList<string> texts, IReadOnlyList<TLabel> labels, int pairsPerText = 20, int seed = 1)
        where TLabel : notnull
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(pairsPerText, 1);
        if (texts.Count != labels.Count)
            throw new ArgumentException($"There are {labels.Count} labels for {texts.Count} texts.", nameof(labels));
        if (labels.Distinct().Count() < 2)
            throw new ArgumentException("All texts have the same label; a comparison takes two labels at the least.", nameof(labels));
        return [.. LabelPairs.Draw(labels, pairsPerText, seed).Select(pair => new ScoredSentencePair(texts[pair.First], texts[pair.Second], pair.AreAlike ? 1 : 0))];
    }
}
