using ReportEncoder.Data;
using ReportEncoder.Evaluation;

namespace ReportEncoder.HardNegatives.Mining;

/// <summary>
/// Makes triples of real sentences: the sentence, the same as briefly as notes say it, and the sentence turned round. The
/// turned ones are not always good English, but the encoder has to see the one word that matters among many.
/// </summary>
internal static class TripleMiner
{
    public const string Kind = "mined";

    /// <summary>The triples of the documents, each sentence once, in the order of the documents.</summary>
    public static IEnumerable<Triple> Mine(IEnumerable<TextRow> documents, SanitySentences sanity)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var sentence in documents.SelectMany(document => Sentences.Of(document.Text)))
        {
            if (Flip.Turn(sentence) is not { } turned || !seen.Add(sentence))
                continue;
            var triple = new Triple(Kind, sentence, Telegram.Shorten(sentence), char.ToUpperInvariant(turned[0]) + turned[1..], sentence);
            if (triple.Positive.Length > 0 && TripleGenerator.IsUseful(triple, sanity))
                yield return triple;
        }
    }
}
