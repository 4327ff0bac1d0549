using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using MLNet.LlmExtensions.Training;
using ReportClassification.Reporting.Curves;

namespace ReportClassification.Tests.Curves;

public sealed class CurvePictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_picture_is_well_formed_and_has_every_point()
    {
        var picture = Picture("lora", Histories.Typical());

        Assert.Equal(Svg + "svg", picture.Name);
        Assert.Equal(120, PointsOf(picture, "training raw"));
        Assert.Equal(120, PointsOf(picture, "training"));
        Assert.Equal(12, PointsOf(picture, "validation"));
        Assert.Equal(12, PointsOf(picture, "accuracy"));
        Assert.Equal(12, PointsOf(picture, "macro-f1"));
        Assert.Equal(120, PointsOf(picture, "learning-rate"));
        // Each with one more in the legend.
        Assert.Equal(2 * 13, Marks(picture, "circle").Count());
        Assert.Equal(13, Marks(picture, "rect").Count());
    }

    [Fact]
    public void The_step_whose_weights_were_kept_is_marked_in_every_panel()
    {
        var picture = Picture("lora", Histories.Typical());

        Assert.Equal(3, WithClass(picture, "line", "best").Count());
        Assert.Contains("kept: step 70", picture.Descendants(Svg + "text").Select(text => text.Value));
        var rings = picture.Descendants(Svg + "circle").Where(circle => circle.Attribute("class")!.Value.StartsWith("ring", StringComparison.Ordinal)).ToArray();
        Assert.Equal(3, rings.Length);
        // 70 of 120 steps along the axis.
        var x = SvgLayout.Left + (70 / 120.0 * (SvgLayout.Right - SvgLayout.Left));
        Assert.All(rings, ring => Assert.Equal(x, Number(ring, "cx"), 2));
    }

    [Fact]
    public void It_says_what_there_is_to_see()
    {
        var picture = Picture("lora", Histories.Typical());

        Assert.Equal("img", picture.Attribute("role")!.Value);
        var ids = picture.Attribute("aria-labelledby")!.Value.Split(' ');
        Assert.Equal("lora", picture.Descendants().Single(element => element.Attribute("id")?.Value == ids[0]).Value);
        var description = picture.Descendants().Single(element => element.Attribute("id")?.Value == ids[1]).Value;
        Assert.Contains("120 steps in 12 epochs", description, StringComparison.Ordinal);
        Assert.Contains("The weights of step 70 were kept", description, StringComparison.Ordinal);
        foreach (var text in new[] { "Loss", "Validation rows", "Learning rate", "step", "validation", "accuracy", "macro-F1", "training, smoothed", "120", "0.6", "5e-4" })
            Assert.Contains(text, picture.Descendants(Svg + "text").Select(element => element.Value));
    }

    [Fact]
    public void Without_validation_rows_there_is_no_panel_for_them()
    {
        var picture = Picture("lora", Histories.Unvalidated());

        Assert.Equal(120, PointsOf(picture, "training"));
        Assert.Empty(WithClass(picture, "polyline", "line validation"));
        Assert.Empty(WithClass(picture, "polyline", "line accuracy"));
        Assert.Empty(WithClass(picture, "line", "best"));
    }

    [Fact]
    public void What_is_not_a_number_has_no_point()
    {
        var picture = Picture("lora", Histories.Diverged());

        Assert.Equal(120, PointsOf(picture, "training"));
        Assert.Equal(12, PointsOf(picture, "validation"));
        Assert.Equal(13, PointsOf(picture, "accuracy"));
        Assert.DoesNotContain(picture.DescendantsAndSelf().SelectMany(element => element.Attributes()), attribute => attribute.Value.Contains("NaN", StringComparison.Ordinal) || attribute.Value.Contains('∞'));
    }

    [Fact]
    public void A_training_of_one_step_has_a_picture()
    {
        var step = new TrainingStep(1, 1, 0.7, 1e-3, 1, 10);
        var evaluation = new TrainingEvaluation(1, 1, 0.6, 0.5, 0.5, IsBest: true);

        var picture = Picture("lora", new TrainingHistory { Steps = [step], Evaluations = [evaluation] });

        Assert.Equal(1, PointsOf(picture, "validation"));
    }

    [Fact]
    public void The_picture_of_a_long_training_stays_small()
    {
        var steps = Enumerable.Range(1, 50_000).Select(step => new TrainingStep(step, step / 1000.0, 1 + Math.Sin(step), 1e-3, 1, 10));

        var picture = Picture("lora", new TrainingHistory { Steps = [.. steps] });

        Assert.InRange(PointsOf(picture, "training raw"), 1000, 2000);
    }

    [Fact]
    public void Names_are_escaped_and_never_markup()
    {
        const string hostile = "</title></svg><script>alert('x')</script>&amp; \"quoted\" \u0001 \uD800 \U0001F600";
        var page = new CurvePage(hostile, hostile, [(hostile, hostile)], new FiguresTable([hostile], [[hostile]]), [TrainingCurve.Of(hostile, Histories.Typical())]);

        var html = XDocument.Parse(Text(page.WriteHtml), LoadOptions.PreserveWhitespace);
        var svg = XDocument.Parse(Text(page.WriteSvg), LoadOptions.PreserveWhitespace);

        var expected = hostile.Replace('\u0001', '\uFFFD').Replace('\uD800', '\uFFFD');
        Assert.Equal(expected, html.Root!.Element("head")!.Element("title")!.Value);
        Assert.Equal(expected, svg.Root!.Element(Svg + "title")!.Value);
        Assert.DoesNotContain(html.Descendants().Concat(svg.Descendants()), element => element.Name.LocalName == "script");
        Assert.All(html.Descendants("td"), cell => Assert.Equal(expected, cell.Value));
    }

    [Fact]
    public void A_page_holds_several_curves_needs_no_other_file_and_has_every_id_once()
    {
        var chart = TrainingCurve.Of("lora", Histories.Typical());
        var page = new CurvePage("lora", "on 24 rows", [("Method", "lora")], new FiguresTable(["training"], [["seed 1"], ["seed 2"]]), [chart, chart]);

        var text = Text(page.WriteHtml);
        var html = XDocument.Parse(text).Root!;

        Assert.StartsWith("<!DOCTYPE html", text, StringComparison.Ordinal);
        Assert.Equal(2, html.Descendants(Svg + "svg").Count());
        var ids = html.Descendants().Select(element => element.Attribute("id")?.Value).OfType<string>().ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.DoesNotContain(html.Descendants(), element => element.Attributes().Any(attribute => attribute.Name.LocalName is "src" or "href"));
        Assert.DoesNotContain("url(h", text, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_history_gives_the_same_bytes_in_every_culture()
    {
        var page = new CurvePage("a", "b", [], new FiguresTable([], []), [TrainingCurve.Of("lora", Histories.Typical())]);
        var before = CultureInfo.CurrentCulture;
        var expected = Text(page.WriteHtml);
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            var german = new CurvePage("a", "b", [], new FiguresTable([], []), [TrainingCurve.Of("lora", Histories.Typical())]);

            Assert.Equal(expected, Text(german.WriteHtml));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static XElement Picture(string title, TrainingHistory history)
    {
        var page = new CurvePage("", "", [], new FiguresTable([], []), [TrainingCurve.Of(title, history)]);
        return XDocument.Parse(Text(page.WriteSvg)).Root!;
    }

    private static string Text(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static int PointsOf(XElement picture, string look) =>
        WithClass(picture, "polyline", "line " + look).Single().Attribute("points")!.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    private static IEnumerable<XElement> Marks(XElement picture, string shape) =>
        picture.Descendants(Svg + shape).Where(element => element.Attribute("class")?.Value.StartsWith("mark ", StringComparison.Ordinal) == true);

    private static IEnumerable<XElement> WithClass(XElement picture, string shape, string name) =>
        picture.Descendants(Svg + shape).Where(element => element.Attribute("class")?.Value == name);

    private static double Number(XElement element, string attribute) => XmlConvert.ToDouble(element.Attribute(attribute)!.Value);
}
