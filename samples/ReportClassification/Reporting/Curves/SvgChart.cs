using System.Globalization;
using System.Text;
using static ReportClassification.Reporting.Curves.SvgLayout;

namespace ReportClassification.Reporting.Curves;

/// <summary>Draws a chart as SVG: no script, no fonts or pictures from elsewhere.</summary>
internal sealed class SvgChart
{
    private readonly Markup _markup;
    private readonly CurveChart _chart;
    private readonly string _id;
    private readonly LinearScale _steps;

    private SvgChart(Markup markup, CurveChart chart, string id)
    {
        _markup = markup;
        _chart = chart;
        _id = id;
        _steps = new LinearScale(chart.Steps, Left, Right);
    }

    /// <summary>Draws a chart.</summary>
    /// <param name="markup">Where to.</param>
    /// <param name="chart">The chart.</param>
    /// <param name="id">What begins the ids of its elements, which must be unique on a page.</param>
    /// <param name="withStyle">Whether the style sheet is part of it, for a picture that stands alone.</param>
    public static void Draw(Markup markup, CurveChart chart, string id, bool withStyle) => new SvgChart(markup, chart, id).Draw(withStyle);

    private void Draw(bool withStyle)
    {
        var height = HeightOf(_chart);
        _markup.OpenSvg(
            "svg", ("class", "curve"), ("viewBox", $"0 0 {Markup.Pixel(Width)} {Markup.Pixel(height)}"), ("width", Width), ("height", height),
            ("role", "img"), ("aria-labelledby", $"{_id}-title {_id}-description"));
        _markup.SvgElement("title", _chart.Title, ("id", _id + "-title"));
        _markup.SvgElement("desc", _chart.Description, ("id", _id + "-description"));
        if (withStyle)
            _markup.SvgElement("style", CurveStyle.Chart);
        _markup.Shape("rect", ("class", "paper"), ("width", Width), ("height", height));
        _markup.SvgElement("text", _chart.Title, ("class", "title"), ("x", Left), ("y", 20.0), ("font-size", "14"));

        var top = TitleHeight;
        for (var i = 0; i < _chart.Panels.Count; i++)
        {
            top += PanelHeading;
            Panel(_chart.Panels[i], top, $"{_id}-plot-{i + 1}");
            top += _chart.Panels[i].Height;
        }

        StepAxis(top);
        BestStep();
        _markup.Close();
    }

    private void Panel(CurvePanel panel, double top, string clip)
    {
        var bottom = top + panel.Height;
        var values = new LinearScale(panel.Ticks, bottom, top);
        _markup.SvgElement("text", panel.Title, ("class", "title"), ("x", Left), ("y", top - 10));
        Legend(panel, top - 14);

        foreach (var tick in panel.Ticks.Values)
        {
            var y = values.At(tick);
            _markup.Shape("line", ("class", "grid"), ("x1", Left), ("x2", Right), ("y1", y), ("y2", y));
            _markup.SvgElement("text", panel.Ticks.Label(tick), ("class", "quiet"), ("x", Left - 8), ("y", y + 4), ("text-anchor", "end"));
        }

        foreach (var x in _chart.Steps.Values.Select(_steps.At))
            _markup.Shape("line", ("class", "grid"), ("x1", x), ("x2", x), ("y1", top), ("y2", bottom));
        _markup.Shape("line", ("class", "axis"), ("x1", Left), ("x2", Right), ("y1", bottom), ("y2", bottom));

        // Single steps may lie above the axis, which is as long as what matters needs it. Marks and rings stand out over the edge by 8 pixels.
        _markup.OpenSvg("clipPath", ("id", clip));
        _markup.Shape("rect", ("x", Left - 8), ("y", top - 8), ("width", Right - Left + 16), ("height", panel.Height + 16));
        _markup.Close();
        _markup.OpenSvg("g", ("clip-path", $"url(#{clip})"));
        foreach (var series in panel.Series)
            Series(series, values);
        _markup.Close();
    }

    private void Series(CurveSeries series, LinearScale values)
    {
        var look = CssClass(series.Look);
        var points = new StringBuilder();
        foreach (var point in series.Points)
            points.Append(points.Length == 0 ? "" : " ").Append(Markup.Pixel(_steps.At(point.X))).Append(',').Append(Markup.Pixel(values.At(point.Y)));
        _markup.Shape("polyline", ("class", "line " + look), ("points", points.ToString()));

        if (HasMarks(series.Look))
        {
            foreach (var point in series.Points)
                Mark(series.Look, look, _steps.At(point.X), values.At(point.Y));
        }

        if (series.Best is { } best)
            _markup.Shape("circle", ("class", "ring " + look), ("cx", _steps.At(best.X)), ("cy", values.At(best.Y)), ("r", 6.5));
    }

    private void Mark(SeriesLook shape, string look, double x, double y)
    {
        if (shape == SeriesLook.MacroF1)
            _markup.Shape("rect", ("class", "mark " + look), ("x", x - 3), ("y", y - 3), ("width", 6.0), ("height", 6.0));
        else
            _markup.Shape("circle", ("class", "mark " + look), ("cx", x), ("cy", y), ("r", 3.2));
    }

    /// <summary>Names the lines of a panel, unless its title does.</summary>
    private void Legend(CurvePanel panel, double y)
    {
        if (panel.Series.Count < 2)
            return;
        const double sample = 24;
        const double gap = 18;
        var x = Right - panel.Series.Sum(series => sample + 6 + WidthOf(series.Name)) - (gap * (panel.Series.Count - 1));
        foreach (var series in panel.Series)
        {
            var look = CssClass(series.Look);
            _markup.Shape("line", ("class", "line " + look), ("x1", x), ("x2", x + sample), ("y1", y), ("y2", y));
            if (HasMarks(series.Look))
                Mark(series.Look, look, x + (sample / 2), y);
            _markup.SvgElement("text", series.Name, ("x", x + sample + 6), ("y", y + 4));
            x += sample + 6 + WidthOf(series.Name) + gap;
        }
    }

    private void StepAxis(double bottom)
    {
        foreach (var tick in _chart.Steps.Values)
            _markup.SvgElement("text", _chart.Steps.Label(tick), ("class", "quiet"), ("x", _steps.At(tick)), ("y", bottom + 16), ("text-anchor", "middle"));
        _markup.SvgElement("text", _chart.StepsName, ("x", (Left + Right) / 2), ("y", bottom + 34), ("text-anchor", "middle"));
    }

    /// <summary>A line through all panels at the step whose weights were kept.</summary>
    private void BestStep()
    {
        if (_chart.BestStep is not { } step)
            return;
        var x = _steps.At(step);
        var top = TitleHeight + PanelHeading;
        foreach (var panel in _chart.Panels)
        {
            _markup.Shape("line", ("class", "best"), ("x1", x), ("x2", x), ("y1", top), ("y2", top + panel.Height));
            top += panel.Height + PanelHeading;
        }

        var label = string.Create(CultureInfo.InvariantCulture, $"kept: step {step}");
        var toTheLeft = x + 6 + WidthOf(label) > Right;
        _markup.SvgElement(
            "text", label, ("class", "quiet"), ("x", toTheLeft ? x - 6 : x + 6), ("y", TitleHeight + PanelHeading + 12), ("text-anchor", toTheLeft ? "end" : "start"));
    }

    private static bool HasMarks(SeriesLook look) => look is SeriesLook.Validation or SeriesLook.Accuracy or SeriesLook.MacroF1;

    private static string CssClass(SeriesLook look) => look switch
    {
        SeriesLook.TrainingRaw => "training raw",
        SeriesLook.Training => "training",
        SeriesLook.Validation => "validation",
        SeriesLook.Accuracy => "accuracy",
        SeriesLook.MacroF1 => "macro-f1",
        SeriesLook.LearningRate => "learning-rate",
        _ => throw new ArgumentOutOfRangeException(nameof(look), look, "This look is not known."),
    };
}
