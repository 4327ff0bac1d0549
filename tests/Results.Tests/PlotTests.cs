using System.Text;
using System.Xml.Linq;
using ReportClassification.Evaluation;
using ReportClassification.Reporting.Curves;
using Results.Pages.Plots;

namespace Results.Tests;

public class PlotTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void ALearningCurveHasItsLinesBandsAndNamesAsText()
    {
        var svg = Draw(new LearningCurve("title & <more>", [
            new CurveLine("ours", false, [new(8, 0.5, 0.1), new(16, 0.6, 0.05)]),
            new CurveLine("baseline p", true, [new(8, 0.4, 0), new(16, 0.45, 0)]),
            new CurveLine("absent", false, []),
        ]));

        var texts = svg.Descendants(Svg + "text").Select(text => text.Value).ToArray();
        Assert.Contains("title & <more>", texts);
        Assert.Contains("ours", texts);
        Assert.Contains("absent: missing", texts);
        Assert.Equal(2, svg.Descendants(Svg + "polygon").Count());
        Assert.Contains("8", texts);
        Assert.Empty(svg.Descendants(Svg + "script"));
    }

    [Fact]
    public void PointsStandInsideThePicture()
    {
        var svg = Draw(new LearningCurve("t", [new CurveLine("ours", false, [new(8, 0.0, 0.5), new(64, 1.0, 0.5)])]));

        var numbers = svg.Descendants(Svg + "polygon").Concat(svg.Descendants(Svg + "polyline"))
            .SelectMany(shape => shape.Attribute("points")!.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(point => point.Split(',').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray());
        Assert.All(numbers, point => Assert.True(point[0] is >= 0 and <= 860 && point[1] is >= 0 and <= 436));
    }

    [Fact]
    public void ALongNameInTheLegendMakesThePictureWider()
    {
        var name = new string('m', 80);

        var svg = Draw(new LearningCurve("t", [new CurveLine(name, false, [new(8, 0.5, 0.1), new(16, 0.6, 0.1)])]));

        var start = (double)svg.Descendants(Svg + "text").Single(text => text.Value == name).Attribute("x")!;
        Assert.True(start + SvgLayout.WidthOf(name) < (double)svg.Attribute("width")!);
    }

    [Fact]
    public void AConfusionMatrixShowsSharesOfRows()
    {
        var svg = Draw(new ConfusionPlot("t", ["first <class>", "second"], new ConfusionCounts([[3, 1], [0, 0]])));

        var texts = svg.Descendants(Svg + "text").Select(text => text.Value).ToArray();
        Assert.Contains("75", texts);
        Assert.Contains("25", texts);
        Assert.Contains("first <class> 1", texts);
        Assert.Contains(svg.Descendants(Svg + "title"), title => title.Value == "first <class> called second: 1 of 4");
    }

    [Fact]
    public void PlotsHaveColoursForDarkScreens() => Assert.Contains("prefers-color-scheme: dark", Draw(new ConfusionPlot("t", ["a"], new ConfusionCounts([[1]]))).ToString(), StringComparison.Ordinal);

    private static XElement Draw(IPlot plot)
    {
        using var stream = new MemoryStream();
        using (var markup = new Markup(stream))
            plot.Draw(markup);
        return XElement.Parse(Encoding.UTF8.GetString(stream.ToArray()));
    }
}
