using System.Globalization;

namespace ReportClassification.Reporting.Curves;

/// <summary>The ends of an axis, and the round numbers along it: multiples of 1, 2 or 5 times a power of ten.</summary>
internal sealed class AxisTicks
{
    private readonly double _step;

    private AxisTicks(double minimum, double maximum, double step, IReadOnlyList<double> values)
    {
        Minimum = minimum;
        Maximum = maximum;
        _step = step;
        Values = values;
    }

    /// <summary>The lower end of the axis.</summary>
    public double Minimum { get; }

    /// <summary>The upper end of the axis, above the lower one.</summary>
    public double Maximum { get; }

    /// <summary>The ticks, from the lowest.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>An axis of whole numbers, from 0 to the last step.</summary>
    /// <param name="last">The last step, 1 or more.</param>
    /// <param name="intervals">The most intervals between ticks, 1 or more.</param>
    public static AxisTicks OfSteps(int last, int intervals)
    {
        var step = RoundStep(Math.Max(1, (double)last / intervals));
        return new(0, last, step, Multiples(step, 0, Math.Floor(Rounded(last / step))));
    }

    /// <summary>An axis that is made longer so that it ends at ticks.</summary>
    /// <param name="minimum">The lowest value.</param>
    /// <param name="maximum">The highest value. Where it is not above the lowest, the axis is made longer.</param>
    /// <param name="intervals">The most intervals between ticks that the data would need, 1 or more.</param>
    public static AxisTicks Around(double minimum, double maximum, int intervals)
    {
        maximum = Above(minimum, maximum);
        var step = RoundStep((maximum - minimum) / intervals);
        var values = Multiples(step, Math.Floor(Rounded(minimum / step)), Math.Ceiling(Rounded(maximum / step)));
        return new(values[0], values[^1], step, values);
    }

    /// <summary>The text at a tick: with the decimals that tell neighbours apart, or with an exponent where they are tiny or huge.</summary>
    public string Label(double tick)
    {
        if (tick == 0)
            return "0";
        if (_step is < 1e-3 or >= 1e5)
            return tick.ToString("0.###e0", CultureInfo.InvariantCulture);
        var decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(_step) + 1e-9));
        return tick.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private static double Above(double minimum, double maximum) =>
        maximum > minimum ? maximum : minimum + (minimum == 0 ? 1 : Math.Abs(minimum) / 10);

    private static double RoundStep(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        var ratio = Rounded(least / power);
        return power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
    }

    private static double[] Multiples(double step, double first, double last) =>
        [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => Exact((first + i) * step))];

    // 3 × 0.1 is not quite 0.3; the nearest short number is what is meant.
    private static double Exact(double value) =>
        double.Parse(value.ToString("G12", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    // 0.3 / 0.1 is not quite 3, and would lose or gain a tick.
    private static double Rounded(double ratio) => Math.Round(ratio, 9);
}
