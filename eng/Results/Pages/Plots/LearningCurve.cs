using System.Globalization;
using ReportClassification.Reporting.Curves;
using ReportClassification.Training;

namespace Results.Pages.Plots;

/// <summary>Macro-F1 over labels per class, on a logarithmic axis, with a band of one deviation on either side.</summary>
internal sealed class LearningCurve : IPlot
{
    private const double Left = 58;
    private const double Right = 560; // the legend stands beside the plot
    private const double Top = 48;
    private const double Bottom = 388;
    private const double Height = 436;
    private const int BestBaselines = 2;

    private readonly string _title;
    private readonly IReadOnlyList<CurveLine> _lines;
    private readonly LinearScale _values;
    private readonly AxisTicks _ticks;
    private readonly double _first;
    private readonly double _last;

    /// <param name="title">Its title.</param>
    /// <param name="lines">One or more lines, each with points.</param>
    public LearningCurve(string title, IReadOnlyList<CurveLine> lines)
    {
        _title = title;
        _lines = lines;
        var points = lines.SelectMany(line => line.Points).ToArray();
        _ticks = AxisTicks.Around(Math.Max(0, points.Min(point => point.Mean - point.Deviation)), Math.Min(1, points.Max(point => point.Mean + point.Deviation)), 6);
        _values = new LinearScale(_ticks, Bottom, Top);
        _first = points.Min(point => point.Labels);
        _last = points.Max(point => point.Labels);
    }

    /// <summary>The systems that were measured and the best baselines of a data set.</summary>
    public static LearningCurve Of(PageInput input, string dataSet, IReadOnlyList<ResultSystem> systems) => new(
        $"{dataSet}: macro-F1 by labelled rows of each class",
        [
            .. systems.Select(system => Line(system.Title, false, labels => input.Results.Cell(dataSet, system, labels)?.MacroF1)),
            .. Baselines(input, dataSet),
        ]);

    public void Draw(Markup markup)
    {
        markup.OpenSvg("svg", ("viewBox", $"0 0 {Markup.Pixel(Width)} {Markup.Pixel(Height)}"), ("width", Width), ("height", Height), ("role", "img"), ("aria-labelledby", "title description"));
        markup.SvgElement("title", _title, ("id", "title"));
        markup.SvgElement("desc", Description(), ("id", "description"));
        markup.SvgElement("style", PlotStyle.Sheet);
        markup.Shape("rect", ("class", "paper"), ("width", Width), ("height", Height));
        markup.SvgElement("text", _title, ("class", "title"), ("x", Left), ("y", 22.0));
        Axes(markup);
        for (var i = 0; i < _lines.Count; i++)
            Band(markup, _lines[i], i % PlotStyle.Series);
        for (var i = 0; i < _lines.Count; i++)
        {
            Line(markup, _lines[i], i % PlotStyle.Series);
            LegendEntry(markup, _lines[i], i);
        }

        markup.Close();
    }

    private static IEnumerable<CurveLine> Baselines(PageInput input, string dataSet) => PageInput.FewLabels
        .SelectMany(labels => input.Baselines.Of(dataSet, labels))
        .GroupBy(baseline => baseline.Name)
        .OrderByDescending(group => group.Average(baseline => baseline.MacroF1.Mean))
        .Take(BestBaselines)
        .Select(group => Line($"baseline {group.Key}", true, labels => group.SingleOrDefault(baseline => baseline.LabelsPerClass == labels)?.MacroF1));

    private static CurveLine Line(string name, bool isBaseline, Func<int, MeanAndDeviation?> figure) => new(
        name,
        isBaseline,
        [.. PageInput.FewLabels.Select(labels => (labels, Figure: figure(labels))).Where(pair => pair.Figure is not null)
            .Select(pair => new CurvePointBand(pair.labels, pair.Figure!.Mean, double.IsNaN(pair.Figure.StandardDeviation) ? 0 : pair.Figure.StandardDeviation))]);

    private double Width => Right + 48 + _lines.Max(line => SvgLayout.WidthOf(LegendText(line))) + 16;

    private static string LegendText(CurveLine line) => line.Points.Count > 0 ? line.Name : line.Name + ": missing";

    private double X(double labels) => _last > _first ? Left + (Math.Log(labels / _first) / Math.Log(_last / _first) * (Right - Left)) : (Left + Right) / 2;

    private void Axes(Markup markup)
    {
        foreach (var tick in _ticks.Values)
        {
            var y = _values.At(tick);
            markup.Shape("line", ("class", "grid"), ("x1", Left), ("x2", Right), ("y1", y), ("y2", y));
            markup.SvgElement("text", _ticks.Label(tick), ("class", "quiet"), ("x", Left - 8), ("y", y + 4), ("text-anchor", "end"));
        }

        foreach (var labels in _lines.SelectMany(line => line.Points).Select(point => point.Labels).Distinct().Order())
            markup.SvgElement("text", labels.ToString(CultureInfo.InvariantCulture), ("class", "quiet"), ("x", X(labels)), ("y", Bottom + 18), ("text-anchor", "middle"));
        markup.Shape("line", ("class", "axis"), ("x1", Left), ("x2", Right), ("y1", Bottom), ("y2", Bottom));
        markup.SvgElement("text", "labelled rows of each class", ("x", (Left + Right) / 2), ("y", Bottom + 38), ("text-anchor", "middle"));
    }

    private void Band(Markup markup, CurveLine line, int look)
    {
        if (line.Points.Count < 2)
            return;
        var upper = line.Points.Select(point => Point(point.Labels, point.Mean + point.Deviation));
        var lower = line.Points.Reverse().Select(point => Point(point.Labels, point.Mean - point.Deviation));
        markup.Shape("polygon", ("class", $"band f{look}"), ("points", string.Join(' ', upper.Concat(lower))));
    }

    private void Line(Markup markup, CurveLine line, int look)
    {
        markup.Shape("polyline", ("class", Class(line, look)), ("points", string.Join(' ', line.Points.Select(point => Point(point.Labels, point.Mean)))));
        foreach (var point in line.Points)
            Mark(markup, line, look, X(point.Labels), _values.At(point.Mean));
    }

    private static void LegendEntry(Markup markup, CurveLine line, int index)
    {
        var look = index % PlotStyle.Series;
        var y = Top + 10 + (index * 22);
        markup.Shape("line", ("class", Class(line, look)), ("x1", Right + 16), ("x2", Right + 40), ("y1", y), ("y2", y));
        Mark(markup, line, look, Right + 28, y);
        markup.SvgElement("text", LegendText(line), ("x", Right + 48), ("y", y + 4));
    }

    private static void Mark(Markup markup, CurveLine line, int look, double x, double y)
    {
        if (line.IsBaseline)
            markup.Shape("rect", ("class", $"f{look}"), ("x", x - 3), ("y", y - 3), ("width", 6.0), ("height", 6.0));
        else
            markup.Shape("circle", ("class", $"f{look}"), ("cx", x), ("cy", y), ("r", 3.5));
    }

    private static string Class(CurveLine line, int look) => line.IsBaseline ? $"line baseline s{look}" : $"line s{look}";

    private string Point(int labels, double value) => $"{Markup.Pixel(X(labels))},{Markup.Pixel(_values.At(Math.Clamp(value, _ticks.Minimum, _ticks.Maximum)))}";

    private string Description() => string.Join(" ", _lines.Where(line => line.Points.Count > 0).Select(line =>
        $"{line.Name}: {string.Join(", ", line.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.Mean:0.000} at {point.Labels}")))}."));
}
