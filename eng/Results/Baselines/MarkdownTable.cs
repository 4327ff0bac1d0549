namespace Results.Baselines;

/// <summary>A table of a Markdown file.</summary>
/// <param name="Heading">The last heading of the second level before it.</param>
/// <param name="Lead">The last line of text before it, below the heading.</param>
/// <param name="Columns">The texts of its first row.</param>
/// <param name="Rows">The texts of the others.</param>
internal sealed record MarkdownTable(string Heading, string Lead, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>All tables of a text, in order.</summary>
    public static IReadOnlyList<MarkdownTable> Read(string markdown)
    {
        var tables = new List<MarkdownTable>();
        var (heading, lead) = ("", "");
        var rows = new List<IReadOnlyList<string>>();
        foreach (var line in markdown.ReplaceLineEndings("\n").Split('\n').Append("").Select(line => line.Trim()))
        {
            if (line.StartsWith('|'))
            {
                rows.Add([.. line.Trim('|').Split('|').Select(cell => cell.Trim())]);
                continue;
            }

            if (rows.Count > 0)
            {
                // The second row is the rule below the headings.
                tables.Add(new MarkdownTable(heading, lead, rows[0], [.. rows.Skip(2)]));
                rows.Clear();
            }

            if (line.StartsWith("## ", StringComparison.Ordinal))
                (heading, lead) = (line[3..].Trim(), "");
            else if (line.Length > 0)
                lead = line;
        }

        return tables;
    }

    /// <summary>The number of a column.</summary>
    /// <exception cref="InvalidDataException">There is none of this name.</exception>
    public int Column(string name)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (string.Equals(Columns[i], name, StringComparison.OrdinalIgnoreCase))
                return i;
        }

        throw new InvalidDataException($"The table under '{Heading}' has no column '{name}'. It has {string.Join(", ", Columns)}.");
    }
}
