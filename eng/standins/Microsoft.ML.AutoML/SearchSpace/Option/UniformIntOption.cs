namespace Microsoft.ML.SearchSpace.Option;

/// <summary>A whole number. The highest one has only the coordinate 1.</summary>
/// <remarks>
/// As in the official package a number can come back from its own coordinate as the one below, by an error in the last bit, and
/// so can the default: a range from 1 to 10 with the default 8 begins at 7.
/// </remarks>
public sealed class UniformIntOption : UniformNumericOption
{
    public UniformIntOption(int min, int max, bool logBase = false, int? defaultValue = null)
        : base(min, max, logBase)
    {
        if (defaultValue is { } value)
            Default = [PositionOf(value)];
    }

    public override double[] MappingToFeatureSpace(Parameter param) => [PositionOf(param.AsType<int>())];

    public override Parameter SampleFromFeatureSpace(double[] values) =>
        Parameter.FromInt(Convert.ToInt32(Math.Floor(ValueAt(values[0]))));
}
