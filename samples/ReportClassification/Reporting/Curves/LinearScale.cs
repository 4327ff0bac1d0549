namespace ReportClassification.Reporting.Curves;

/// <summary>Puts the values of an axis on the pixels of a picture, in a straight line.</summary>
/// <param name="axis">The axis.</param>
/// <param name="start">The pixel of its lower end.</param>
/// <param name="end">The pixel of its upper end; on a vertical axis, which grows upwards, less than the other.</param>
internal sealed class LinearScale(AxisTicks axis, double start, double end)
{
    /// <summary>The pixel of a value.</summary>
    public double At(double value) => start + ((value - axis.Minimum) / (axis.Maximum - axis.Minimum) * (end - start));
}
