using System.Globalization;
using System.Text.RegularExpressions;
using ReportClassification;
using ReportClassification.Training;

namespace Results.Baselines;

/// <summary>The figures of BASELINES.md, as they stand there.</summary>
/// <param name="Legend">What the letters mean, line by line.</param>
/// <param name="AllRows">The figures on all test rows.</param>
/// <param name="UnseenRows">The figures on test rows whose text is in no training row.</param>
internal sealed partial record BaselineFile(IReadOnlyList<string> Legend, IReadOnlyList<Baseline> AllRows, IReadOnlyList<Baseline> UnseenRows)
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="UserErrorException">There is no such file, or it has another form.</exception>
    public static BaselineFile Read(string path)
    {
        if (!File.Exists(path))
            throw new UserErrorException($"There is no file '{path}'. --data names the folder of the data sets, with BASELINES.md.");
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (InvalidDataException exception)
        {
            throw new UserErrorException($"'{path}': {exception.Message}");
        }
    }

    /// <summary>Reads its text.</summary>
    /// <exception cref="InvalidDataException">It has another form.</exception>
    public static BaselineFile Parse(string markdown)
    {
        var tables = MarkdownTable.Read(markdown);
        return new BaselineFile(
            [.. markdown.ReplaceLineEndings("\n").Split('\n').TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)).Where(line => LegendLine().IsMatch(line)).Select(line => line[2..].Trim())],
            [.. tables.Where(table => table.Heading == "All labels").SelectMany(AllLabels), .. FewLabels([.. tables.Where(table => table.Heading == "Few labels")])],
            [.. tables.Where(table => table.Heading == "Repeated texts").SelectMany(Unseen)]);
    }

    /// <summary>The baselines of a data set with so many labels, in the file's order.</summary>
    public IReadOnlyList<Baseline> Of(string dataSet, int? labelsPerClass) =>
        [.. AllRows.Where(baseline => baseline.DataSet == dataSet && baseline.LabelsPerClass == labelsPerClass)];

    private static IEnumerable<Baseline> AllLabels(MarkdownTable table)
    {
        var (dataSet, name, accuracy, macroF1) = (table.Column("dataset"), table.Column("baseline"), table.Column("accuracy"), table.Column("macro-F1"));
        return table.Rows.Select(row => new Baseline(row[dataSet], row[name], null, Figure(row[accuracy]), Figure(row[macroF1])));
    }

    private static IEnumerable<Baseline> FewLabels(IReadOnlyList<MarkdownTable> tables)
    {
        if (tables.Count == 0)
            return [];
        var accuracy = Cells(Led(tables, "Accuracy:"));
        var macroF1 = Cells(Led(tables, "Macro-F1:"));
        return accuracy.Select(cell => macroF1.TryGetValue(cell.Key, out var figure)
            ? new Baseline(cell.Key.DataSet, cell.Key.Name, cell.Key.Labels, cell.Value, figure)
            : throw new InvalidDataException($"Baseline {cell.Key.Name} of {cell.Key.DataSet} has an accuracy for {cell.Key.Labels} labels, but no macro-F1."));
    }

    private static MarkdownTable Led(IReadOnlyList<MarkdownTable> tables, string lead) =>
        tables.SingleOrDefault(table => table.Lead == lead) ?? throw new InvalidDataException($"There is not one table under 'Few labels' after '{lead}'.");

    private static Dictionary<(string DataSet, string Name, int Labels), MeanAndDeviation> Cells(MarkdownTable table)
    {
        var (dataSet, name) = (table.Column("dataset"), table.Column("baseline"));
        var cells = new Dictionary<(string, string, int), MeanAndDeviation>();
        foreach (var row in table.Rows)
        {
            for (var i = 0; i < table.Columns.Count; i++)
            {
                if (int.TryParse(table.Columns[i], NumberStyles.None, CultureInfo.InvariantCulture, out var labels))
                    cells.Add((row[dataSet], row[name], labels), Figure(row[i]));
            }
        }

        return cells;
    }

    private static IEnumerable<Baseline> Unseen(MarkdownTable table)
    {
        var dataSet = table.Lead.Split(' ')[0];
        var (name, accuracy, macroF1) = (table.Column("baseline"), table.Column("accuracy, unseen texts"), table.Column("macro-F1, unseen"));
        return table.Rows.Select(row => new Baseline(dataSet, row[name], null, Figure(row[accuracy]), Figure(row[macroF1])));
    }

    private static MeanAndDeviation Figure(string cell)
    {
        var parts = cell.Split('±', StringSplitOptions.TrimEntries);
        return parts.Length <= 2 && TryRead(parts[0], out var mean) && (parts.Length == 1 || TryRead(parts[1], out _))
            ? new MeanAndDeviation(mean, parts.Length == 1 ? double.NaN : double.Parse(parts[1], CultureInfo.InvariantCulture))
            : throw new InvalidDataException($"'{cell}' is no figure.");
    }

    private static bool TryRead(string text, out double value) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    [GeneratedRegex(@"^- \w+: ")]
    private static partial Regex LegendLine();
}
