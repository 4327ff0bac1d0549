namespace ReportEncoder.Evaluation;

/// <summary>A text, another with the same meaning, and one that looks alike and means something else.</summary>
internal sealed record SanityRow(string Kind, string Text, string Paraphrase, string Changed)
{
    /// <summary>The rows written for this purpose, which ship inside this program.</summary>
    public static IReadOnlyList<SanityRow> ReadAll()
    {
        using var stream = typeof(SanityRow).Assembly.GetManifestResourceStream("similarity-sanity.tsv")!;
        using var reader = new StreamReader(stream);
        return [.. Lines(reader).Skip(1).Select(line => line.Split('\t') is [var kind, var text, var same, var changed]
            ? new SanityRow(kind, text, same, changed)
            : throw new InvalidDataException("A line of similarity-sanity.tsv has not four fields."))];
    }

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
