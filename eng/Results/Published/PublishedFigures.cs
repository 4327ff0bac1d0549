using System.Globalization;
using ReportClassification.Data;

namespace Results.Published;

/// <summary>The figures of <c>published.csv</c>, which is beside the program.</summary>
internal static class PublishedFigures
{
    public static IReadOnlyList<PublishedFigure> Read() =>
    [
        .. RecordFile.Read(Path.Combine(AppContext.BaseDirectory, "Published", "published.csv")).Select(record => new PublishedFigure(
            record.Required("dataset"),
            record.Required("system"),
            double.Parse(record.Required("accuracy"), CultureInfo.InvariantCulture),
            record.Value("macro-F1") is { Length: > 0 } macroF1 ? double.Parse(macroF1, CultureInfo.InvariantCulture) : null)),
    ];
}
