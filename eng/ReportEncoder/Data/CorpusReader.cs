using ReportEncoder.Evaluation;

namespace ReportEncoder.Data;

/// <summary>
/// Reads the unpacked corpora: <c>text/NAME.txt</c> (a document per line, line breaks written as <c>\n</c>) and
/// <c>pairs/NAME.tsv</c> (two texts and a label), without what overlaps a held-out text and without the sentences of the
/// sanity set.
/// </summary>
internal sealed class CorpusReader(string folder, HeldOutTexts heldOut, SanitySentences sanity)
{
    /// <summary>How many documents and pairs were left out so far.</summary>
    public int Dropped { get; private set; }

    public IEnumerable<TextRow> Documents(Source source)
    {
        foreach (var line in File.ReadLines(Path.Combine(folder, "text", source.Name + ".txt")))
        {
            var text = sanity.CutFrom(Unescape(line)).Trim();
            if (heldOut.Overlaps(text))
                Dropped++;
            else if (text.Length > 0)
                yield return new TextRow(source.Name, text);
        }
    }

    /// <summary>The positive pairs.</summary>
    public IEnumerable<PairRow> Pairs(Source source)
    {
        var path = Path.Combine(folder, "pairs", source.Name + ".tsv");
        foreach (var (index, line) in File.ReadLines(path).Index())
        {
            var fields = line.Split('\t');
            if (fields.Length != 3)
                throw new InvalidDataException($"Line {index + 1} of '{path}' has {fields.Length} fields, not 3.");
            if (!TrainingMixture.IsPositive(fields[2]))
                continue;
            var (first, second) = (Clean(fields[0]), Clean(fields[1]));
            if (heldOut.Overlaps(first) || heldOut.Overlaps(second))
                Dropped++;
            else if (HasWord(first) && HasWord(second))
                yield return new PairRow(source.Name, first, second);
        }
    }

    private string Clean(string field) => sanity.CutFrom(Unescape(field)).Trim();

    private static bool HasWord(string text) => text.Any(char.IsLetterOrDigit);

    private static string Unescape(string line) => line.Replace(@"\n", "\n", StringComparison.Ordinal);
}
