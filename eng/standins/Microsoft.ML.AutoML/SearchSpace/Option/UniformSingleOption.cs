namespace Microsoft.ML.SearchSpace.Option;

/// <summary>A number of single precision.</summary>
public sealed class UniformSingleOption : UniformNumericOption
{
    public UniformSingleOption(float min, float max, bool logBase = false, float? defaultValue = null)
        : base(min, max, logBase)
    {
        if (defaultValue is { } value)
            Default = [PositionOf(value)];
    }

    public override double[] MappingToFeatureSpace(Parameter param) => [PositionOf(param.AsType<float>())];

    public override Parameter SampleFromFeatureSpace(double[] values) => Parameter.FromFloat((float)ValueAt(values[0]));
}
