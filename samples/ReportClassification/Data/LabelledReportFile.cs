namespace ReportClassification.Data;

/// <summary>Reads all labelled reports of a file.</summary>
internal static class LabelledReportFile
{
    // With more than this, and hardly two rows for each, the column is a text or a number rather than a class.
    private const int MostClasses = 50;

    /// <exception cref="UserErrorException">The file, a column or a row cannot be used; the message says which and why.</exception>
    public static IReadOnlyList<LabelledReport> Read(string path, ReportColumns columns)
    {
        var reports = new List<LabelledReport>();
        var splitColumn = columns.Split;
        foreach (var record in RecordFile.Read(path))
        {
            if (reports.Count == 0 && splitColumn is null && record.Has(ReportColumns.DefaultSplit))
                splitColumn = ReportColumns.DefaultSplit;
            var text = ReportText.Join(record, columns.Text);
            var label = record.Required(columns.Label).Trim();
            if (label.Length == 0)
                throw new UserErrorException($"The label '{columns.Label}' is empty in {record.Place}.");
            reports.Add(new(record.Position, text, label, splitColumn is null ? null : Split(record, splitColumn)));
        }

        if (reports.Count == 0)
            throw new UserErrorException($"'{path}' has no rows.");
        if (reports.All(report => report.Label == reports[0].Label))
            throw new UserErrorException($"All rows of '{path}' have the same label in column '{columns.Label}'. A classifier needs two classes at least.");
        var classes = reports.Select(report => report.Label).Distinct(StringComparer.Ordinal).Count();
        if (classes > Math.Max(MostClasses, reports.Count / 2))
            throw new UserErrorException($"Column '{columns.Label}' of '{path}' has {classes} different values in {reports.Count} rows. Is it the label?");
        return reports;
    }

    private static DataSplit Split(IRecord record, string column) => record.Required(column).Trim().ToLowerInvariant() switch
    {
        "train" or "training" => DataSplit.Train,
        "dev" or "val" or "valid" or "validation" => DataSplit.Dev,
        "test" => DataSplit.Test,
        _ => throw new UserErrorException($"The split '{column}' is none of train, dev and test in {record.Place}."),
    };
}
