using System.Globalization;
using ReportClassification.Evaluation;
using ReportClassification.Reporting.Curves;

namespace Results.Pages.Plots;

/// <summary>A confusion matrix: each row is a true class, and its cells are the shares of that class's rows, over all seeds.</summary>
internal sealed class ConfusionPlot : IPlot
{
    private const double Cell = 34;
    private const double Top = 64;
    private const double Margin = 16;

    private readonly string _title;
    private readonly IReadOnlyList<string> _classes;
    private readonly ConfusionCounts _counts;

    /// <param name="title">Its title.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="counts">Rows: the true class; columns: the predicted one.</param>
    public ConfusionPlot(string title, IReadOnlyList<string> classes, ConfusionCounts counts)
    {
        _title = title;
        _classes = classes;
        _counts = counts;
    }

    public static ConfusionPlot Of(string dataSet, ResultSystem system, ResultCell cell) => new(
        string.Create(CultureInfo.InvariantCulture, $"{dataSet}: {system.Title}, {cell.Runs.Count} {(cell.Runs.Count == 1 ? "seed" : "seeds")}"),
        cell.Runs[0].Classes,
        cell.Confusion);

    private double Left => Margin + SvgLayout.WidthOf(_classes.MaxBy(name => name.Length)!) + 14;

    public void Draw(Markup markup)
    {
        var side = Cell * _classes.Count;
        var width = Math.Max(Left + side + Margin, Margin + (1.2 * SvgLayout.WidthOf(_title)) + Margin);
        var height = Top + side + 44;
        markup.OpenSvg("svg", ("viewBox", $"0 0 {Markup.Pixel(width)} {Markup.Pixel(height)}"), ("width", width), ("height", height), ("role", "img"), ("aria-labelledby", "title description"));
        markup.SvgElement("title", _title, ("id", "title"));
        markup.SvgElement("desc", "Rows are true classes, columns predicted ones, in the same order; numbers are percentages of a row.", ("id", "description"));
        markup.SvgElement("style", PlotStyle.Sheet);
        markup.Shape("rect", ("class", "paper"), ("width", width), ("height", height));
        markup.SvgElement("text", _title, ("class", "title"), ("x", Margin), ("y", 22.0));
        for (var row = 0; row < _classes.Count; row++)
        {
            Row(markup, row);
            // Columns have the numbers of the rows: names would not fit.
            markup.SvgElement("text", Number(row + 1), ("class", "quiet"), ("x", Left + ((row + 0.5) * Cell)), ("y", Top - 8), ("text-anchor", "middle"));
        }

        markup.Shape("rect", ("class", "frame"), ("x", Left), ("y", Top), ("width", side), ("height", side));
        markup.SvgElement("text", "rows: true class; columns: predicted class; % of a row", ("class", "quiet"), ("x", Margin), ("y", height - 16));
        markup.Close();
    }

    private void Row(Markup markup, int row)
    {
        var y = Top + (row * Cell);
        markup.SvgElement("text", $"{_classes[row]} {Number(row + 1)}", ("x", Left - 6), ("y", y + (Cell / 2) + 4), ("text-anchor", "end"));
        var support = _counts.Support(row);
        for (var column = 0; column < _classes.Count; column++)
        {
            var count = _counts.Matrix[row][column];
            if (count == 0)
                continue;
            var share = (double)count / support;
            var x = Left + (column * Cell);
            markup.OpenSvg("g");
            markup.SvgElement("title", string.Create(CultureInfo.InvariantCulture, $"{_classes[row]} called {_classes[column]}: {count} of {support}"));
            markup.Shape("rect", ("class", "cell"), ("fill-opacity", Math.Max(0.04, share)), ("x", x), ("y", y), ("width", Cell), ("height", Cell));
            markup.SvgElement(
                "text", Number((int)Math.Round(100 * share)), ("class", share > 0.55 ? "on" : "off"), ("x", x + (Cell / 2)), ("y", y + (Cell / 2) + 4), ("text-anchor", "middle"));
            markup.Close();
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
