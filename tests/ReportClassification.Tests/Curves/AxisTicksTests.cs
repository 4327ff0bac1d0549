using ReportClassification.Reporting.Curves;

namespace ReportClassification.Tests.Curves;

public sealed class AxisTicksTests
{
    [Theory]
    [InlineData(0, 1.1, 6, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1, 1.2 })]
    [InlineData(0, 1, 5, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData(0.31, 0.87, 5, new[] { 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData(0.7, 0.9, 2, new[] { 0.7, 0.8, 0.9 })]
    [InlineData(-3, 12, 4, new double[] { -5, 0, 5, 10, 15 })]
    [InlineData(0, 5e-4, 2, new[] { 0, 5e-4 })]
    [InlineData(0, 3e-4, 2, new[] { 0, 2e-4, 4e-4 })]
    public void An_axis_around_values_ends_at_round_numbers_beyond_them(double minimum, double maximum, int intervals, double[] expected)
    {
        var axis = AxisTicks.Around(minimum, maximum, intervals);

        Assert.Equal(expected, axis.Values);
        Assert.Equal(expected[0], axis.Minimum);
        Assert.Equal(expected[^1], axis.Maximum);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.7)]
    [InlineData(-2)]
    public void Equal_values_get_an_axis_with_a_length(double value)
    {
        var axis = AxisTicks.Around(value, value, 5);

        Assert.True(axis.Maximum > axis.Minimum);
        Assert.InRange(value, axis.Minimum, axis.Maximum);
    }

    [Theory]
    [InlineData(120, new double[] { 0, 20, 40, 60, 80, 100, 120 })]
    [InlineData(97, new double[] { 0, 10, 20, 30, 40, 50, 60, 70, 80, 90 })]
    [InlineData(3, new double[] { 0, 1, 2, 3 })]
    [InlineData(1, new double[] { 0, 1 })]
    public void Steps_have_whole_ticks_up_to_the_last_one(int last, double[] expected)
    {
        var axis = AxisTicks.OfSteps(last, 10);

        Assert.Equal(expected, axis.Values);
        Assert.Equal(0, axis.Minimum);
        Assert.Equal(last, axis.Maximum);
    }

    [Theory]
    [InlineData(0, 1, 5, "0|0.2|0.4|0.6|0.8|1.0")]
    [InlineData(0.7, 0.76, 3, "0.70|0.72|0.74|0.76")]
    [InlineData(0, 12, 3, "0|5|10|15")]
    [InlineData(0, 0.001, 2, "0|5e-4|1e-3")]
    [InlineData(0, 0.0012, 3, "0|5e-4|1e-3|1.5e-3")]
    [InlineData(0, 400000, 2, "0|2e5|4e5")]
    public void Labels_tell_neighbours_apart_and_no_more(double minimum, double maximum, int intervals, string expected)
    {
        var axis = AxisTicks.Around(minimum, maximum, intervals);

        Assert.Equal(expected, string.Join('|', axis.Values.Select(axis.Label)));
    }
}
