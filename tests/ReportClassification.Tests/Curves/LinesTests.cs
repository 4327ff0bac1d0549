using ReportClassification.Reporting.Curves;

namespace ReportClassification.Tests.Curves;

public sealed class LinesTests
{
    [Theory]
    [InlineData(0, 300)]
    [InlineData(2, 100)]
    [InlineData(0.5, 250)]
    [InlineData(3, 0)]
    public void A_scale_puts_values_on_pixels_in_a_straight_line(double value, double pixel) =>
        Assert.Equal(pixel, new LinearScale(AxisTicks.Around(0, 2, 2), 300, 100).At(value), 9);

    [Fact]
    public void Smoothing_weighs_each_point_by_the_same_share_of_the_next_one()
    {
        // Span 3: a point counts half of the one after it. (1·1) / 1, (½·1 + 1·4) / 1½, (¼·1 + ½·4 + 1·2) / 1¾.
        var smoothed = Smoothing.Exponential(Points(1, 4, 2), 3);

        Assert.Equal([1, 3, 4.25 / 1.75], smoothed.Select(point => point.Y), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0, 1, 2], smoothed.Select(point => point.X));
    }

    [Fact]
    public void Smoothing_over_one_point_leaves_a_line_as_it_is() =>
        Assert.Equal(Points(3, 1, 2), Smoothing.Exponential(Points(3, 1, 2), 1));

    [Fact]
    public void A_constant_line_stays_constant_from_its_first_point() =>
        Assert.All(Smoothing.Exponential(Points(2, 2, 2, 2), 50), point => Assert.Equal(2, point.Y, 12));

    [Fact]
    public void Thinning_keeps_ends_and_peaks_and_the_order()
    {
        var values = Enumerable.Range(0, 10_000).Select(i => Math.Sin(i / 500.0)).ToArray();
        values[4321] = 9;
        values[8765] = -9;

        var thinned = Thinning.Extremes(Points(values), 100);

        Assert.InRange(thinned.Count, 50, 100);
        Assert.Equal(new CurvePoint(0, values[0]), thinned[0]);
        Assert.Equal(new CurvePoint(9999, values[9999]), thinned[^1]);
        Assert.Contains(new CurvePoint(4321, 9), thinned);
        Assert.Contains(new CurvePoint(8765, -9), thinned);
        Assert.Equal(thinned.OrderBy(point => point.X), thinned);
        Assert.Equal(thinned.Count, thinned.Distinct().Count());
    }

    [Fact]
    public void Thinning_leaves_short_lines_as_they_are() =>
        Assert.Equal(Points(1, 2, 3, 4), Thinning.Extremes(Points(1, 2, 3, 4), 4));

    private static CurvePoint[] Points(params double[] values) => [.. values.Select((y, x) => new CurvePoint(x, y))];
}
