namespace Microsoft.ML.SearchSpace.Option;

/// <summary>A number between two bounds, uniform itself or in its logarithm.</summary>
public abstract class UniformNumericOption : OptionBase
{
    public UniformNumericOption(double min, double max, bool logBase = false)
    {
        Min = min;
        Max = max;
        LogBase = logBase;
        Default = [0];
    }

    public double Min { get; }

    public double Max { get; }

    public bool LogBase { get; }

    public override int FeatureSpaceDim => 1;

    public override int?[] Step => [null];

    public override double[] MappingToFeatureSpace(Parameter param) => [PositionOf(param.AsType<double>())];

    public override Parameter SampleFromFeatureSpace(double[] values) => Parameter.FromDouble(ValueAt(values[0]));

    /// <summary>The number at a coordinate. Beyond 0 and 1 the scale goes on.</summary>
    private protected double ValueAt(double position) => LogBase
        ? Min * Math.Pow(Max / Min, position)
        : Min + position * (Max - Min);

    // Two quotients, like the official result to the last bit: a whole number's default depends on it.
    private protected double PositionOf(double value) => LogBase
        ? Math.Log(value, Max / Min) - Math.Log(Min, Max / Min)
        : value / (Max - Min) - Min / (Max - Min);
}
