namespace ReportEncoder.Export;

/// <summary>
/// Names the open-access trial articles among the training texts, as their licences ask: one line each with the
/// article's number in PubMed Central, its licence, first author, journal, year and DOI.
/// </summary>
internal static class AttributionList
{
    private static readonly string[] Columns = ["pmcid", "licence", "first_author", "journal", "year", "doi"];

    /// <summary>Takes the named columns of the corpora's own list; the titles can be found by the numbers.</summary>
    public static void Write(string source, string target)
    {
        var lines = File.ReadAllLines(source).Select(line => line.Split('\t')).ToArray();
        var indices = Columns.Select(name => Array.IndexOf(lines[0], name)).ToArray();
        if (indices.Contains(-1))
            throw new InvalidDataException($"{source} lacks one of the columns {string.Join(", ", Columns)}.");
        var kept = lines.Select((fields, i) => fields.Length == lines[0].Length
            ? string.Join('\t', indices.Select(index => fields[index]))
            : throw new InvalidDataException($"Line {i + 1} of {source} has {fields.Length} fields."));
        File.WriteAllText(target, string.Join('\n', kept) + '\n');
    }
}
