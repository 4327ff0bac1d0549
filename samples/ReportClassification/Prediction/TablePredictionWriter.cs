using System.Globalization;
using Spectre.Console;

namespace ReportClassification.Prediction;

/// <summary>Shows predictions as a table; of many, only the first.</summary>
internal sealed class TablePredictionWriter(IAnsiConsole console) : IPredictionWriter
{
    private readonly Table _table = new Table().Border(TableBorder.Rounded);
    private int _rows;

    public int? Limit => 100;

    public void Write(PredictedReport report, IReadOnlyList<string> classes)
    {
        if (_rows++ == 0)
        {
            _table.AddColumn(new TableColumn("row").RightAligned()).AddColumn("id").AddColumn("predicted");
            foreach (var name in classes)
                _table.AddColumn(new TableColumn(Markup.Escape(name)).RightAligned());
        }

        _table.AddRow([
            report.Row.ToString(CultureInfo.InvariantCulture),
            Markup.Escape(report.Id ?? ""),
            $"[bold]{Markup.Escape(report.Label)}[/]",
            .. report.Probabilities.Select(p => p.ToString("0.000", CultureInfo.InvariantCulture))]);
    }

    public void Complete(bool limitReached)
    {
        if (_rows > 0)
            console.Write(_table);
        if (limitReached)
            console.WriteLine($"Only the first {Limit} are shown. --out writes all.");
    }

    public void Dispose()
    {
    }
}
