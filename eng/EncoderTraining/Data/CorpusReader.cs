namespace EncoderTraining.Data;

/// <summary>
/// Reads the unpacked corpora: <c>text/NAME.txt</c> (a document per line, line breaks written as <c>\n</c>) and
/// <c>pairs/NAME.tsv</c> (two texts and a label), without what overlaps a held-out text.
/// </summary>
internal sealed class CorpusReader(string folder, HeldOutTexts heldOut)
{
    /// <summary>How many documents and pairs were left out so far.</summary>
    public int Dropped { get; private set; }

    public IEnumerable<string> Documents(Source source)
    {
        foreach (var line in File.ReadLines(Path.Combine(folder, "text", source.Name + ".txt")))
        {
            var text = Unescape(line);
            if (heldOut.Overlaps(text))
                Dropped++;
            else
                yield return text;
        }
    }

    /// <summary>The positive pairs.</summary>
    public IEnumerable<(string First, string Second)> Pairs(Source source)
    {
        foreach (var line in File.ReadLines(Path.Combine(folder, "pairs", source.Name + ".tsv")))
        {
            var fields = line.Split('\t');
            if (fields.Length != 3)
                throw new InvalidDataException($"A line of pairs/{source.Name}.tsv has {fields.Length} fields, not 3.");
            if (!TrainingMixture.IsPositive(fields[2]))
                continue;
            var (first, second) = (Unescape(fields[0]), Unescape(fields[1]));
            if (heldOut.Overlaps(first) || heldOut.Overlaps(second))
                Dropped++;
            else
                yield return (first, second);
        }
    }

    private static string Unescape(string line) => line.Replace(@"\n", "\n", StringComparison.Ordinal);
}
