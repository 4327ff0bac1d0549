using Space = Microsoft.ML.SearchSpace.SearchSpace;

namespace Microsoft.ML.SearchSpace.Option;

/// <summary>
/// Several options by name. The official assembly has this beside <see cref="Space"/>; it is here because code with usings of
/// both namespaces has to say which one it means.
/// </summary>
public sealed class SearchSpace : OptionBase
{
    private readonly Space _space = [];

    public OptionBase this[string key]
    {
        get => _space[key];
        set => _space[key] = value;
    }

    public override int FeatureSpaceDim => _space.FeatureSpaceDim;

    public override double[] Default => _space.Default;

    public override int?[] Step => _space.Step;

    public override Parameter SampleFromFeatureSpace(double[] values) => _space.SampleFromFeatureSpace(values);

    public override double[] MappingToFeatureSpace(Parameter parameter) => _space.MappingToFeatureSpace(parameter);
}
