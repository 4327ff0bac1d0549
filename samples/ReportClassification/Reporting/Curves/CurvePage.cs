namespace ReportClassification.Reporting.Curves;

/// <summary>What a page about trainings shows.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Summary">The line below it.</param>
/// <param name="Settings">Names and values.</param>
/// <param name="Figures">The figures of the trainings.</param>
/// <param name="Charts">Their pictures.</param>
internal sealed record CurvePage(
    string Title, string Summary, IReadOnlyList<(string Name, string Value)> Settings, FiguresTable Figures, IReadOnlyList<CurveChart> Charts)
{
    /// <summary>Writes the page as HTML that needs nothing else: no script, and no file from elsewhere.</summary>
    public void WriteHtml(Stream stream)
    {
        using var markup = new Markup(stream);
        markup.DocumentType();
        markup.Open("html", ("lang", "en"));
        markup.Open("head");
        markup.Void("meta", ("charset", "utf-8"));
        markup.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        markup.Element("title", Title);
        markup.Element("style", CurveStyle.Page + CurveStyle.Chart);
        markup.Close();
        markup.Open("body");
        markup.Element("h1", Title);
        markup.Element("p", Summary);
        WriteFigures(markup);
        for (var i = 0; i < Charts.Count; i++)
            SvgChart.Draw(markup, Charts[i], FormattableString.Invariant($"curve-{i + 1}"), withStyle: false);
        WriteSettings(markup);
        markup.Close();
        markup.Close();
    }

    /// <summary>Writes the only chart as a picture.</summary>
    /// <exception cref="InvalidOperationException">There are several.</exception>
    public void WriteSvg(Stream stream)
    {
        using var markup = new Markup(stream);
        SvgChart.Draw(markup, Charts.Single(), "curve", withStyle: true);
    }

    private void WriteFigures(Markup markup)
    {
        markup.Element("h2", "Figures");
        markup.Open("div", ("class", "wide"));
        markup.Open("table", ("class", "figures"));
        markup.Open("thead");
        Row(markup, "th", Figures.Columns);
        markup.Close();
        markup.Open("tbody");
        foreach (var row in Figures.Rows)
            Row(markup, "td", row);
        markup.Close();
        markup.Close();
        markup.Close();
    }

    private void WriteSettings(Markup markup)
    {
        markup.Element("h2", "Settings");
        markup.Open("table");
        markup.Open("tbody");
        foreach (var (name, value) in Settings)
        {
            markup.Open("tr");
            markup.Element("th", name, ("scope", "row"));
            markup.Element("td", value);
            markup.Close();
        }

        markup.Close();
        markup.Close();
    }

    private static void Row(Markup markup, string cell, IReadOnlyList<string> texts)
    {
        markup.Open("tr");
        foreach (var text in texts)
            markup.Element(cell, text);
        markup.Close();
    }
}
