using System.Security.Cryptography;
using ReportClassification.Data;

namespace ReportClassification.Training;

/// <summary>What the data is like.</summary>
/// <param name="File">The file.</param>
/// <param name="Sha256">The hash of its bytes.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Parts">The names of the parts that it is cut into.</param>
/// <param name="PartsFrom">Where the parts come from.</param>
/// <param name="Classes">The classes, by name, with their rows in each part.</param>
/// <param name="EmptyTexts">Rows without text.</param>
/// <param name="RepeatedTexts">Rows whose text another row has too.</param>
/// <param name="TestTextsInTraining">Test rows whose text is in a training row; null in cross-validation, where copies share a fold.</param>
internal sealed record DataFigures(
    string File,
    string Sha256,
    int Rows,
    IReadOnlyList<string> Parts,
    string PartsFrom,
    IReadOnlyList<ClassCount> Classes,
    int EmptyTexts,
    int RepeatedTexts,
    int? TestTextsInTraining)
{
    /// <param name="file">The file.</param>
    /// <param name="reports">Its rows.</param>
    /// <param name="parts">The parts that it is cut into.</param>
    /// <param name="partsFrom">Where they come from.</param>
    /// <param name="testTextsInTraining">Test rows whose text is in a training row.</param>
    public static DataFigures Of(
        string file,
        IReadOnlyList<LabelledReport> reports,
        IReadOnlyList<(string Name, IReadOnlyList<LabelledReport> Reports)> parts,
        string partsFrom,
        int? testTextsInTraining)
    {
        using var stream = System.IO.File.OpenRead(file);
        var classes = reports.GroupBy(report => report.Label).OrderBy(group => group.Key, StringComparer.Ordinal);
        return new(
            file,
            Convert.ToHexStringLower(SHA256.HashData(stream)),
            reports.Count,
            [.. parts.Select(part => part.Name)],
            partsFrom,
            [.. classes.Select(c => new ClassCount(c.Key, [.. parts.Select(part => part.Reports.Count(report => report.Label == c.Key))]))],
            reports.Count(report => string.IsNullOrWhiteSpace(report.Text)),
            DuplicateGroups.Of(reports).Where(group => group.Count > 1).Sum(group => group.Count),
            testTextsInTraining);
    }
}
