namespace Microsoft.ML.SearchSpace.Option;

/// <summary>A whole number. The highest one has only the coordinate 1.</summary>
public sealed class UniformIntOption : UniformNumericOption
{
    // Without it a number would not always come back from its own coordinate.
    private const double Rounding = 1e-10;

    public UniformIntOption(int min, int max, bool logBase = false, int? defaultValue = null)
        : base(min, max, logBase)
    {
        if (defaultValue is { } value)
            Default = [PositionOf(value)];
    }

    public override double[] MappingToFeatureSpace(Parameter param) => [PositionOf(param.AsType<int>())];

    public override Parameter SampleFromFeatureSpace(double[] values)
    {
        double value = ValueAt(values[0]);
        return Parameter.FromInt(Convert.ToInt32(Math.Floor(value + Math.Abs(value) * Rounding)));
    }
}
