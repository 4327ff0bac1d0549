namespace Microsoft.ML.SearchSpace;

/// <summary>The options that the attributes of a type describe.</summary>
public sealed class SearchSpace<T> : SearchSpace
    where T : class, new()
{
    private readonly Parameter _unsearched;

    public SearchSpace()
        : base(typeof(T)) => _unsearched = Parameter.FromObject(new T());

    /// <param name="defaultOption">
    /// Values of the properties without an attribute. Where the search begins is the attributes' business.
    /// </param>
    public SearchSpace(T defaultOption)
        : base(typeof(T), Parameter.FromObject(defaultOption)) => _unsearched = Parameter.FromObject(defaultOption);

    public new T SampleFromFeatureSpace(double[] feature) =>
        base.SampleFromFeatureSpace(feature).OrElse(_unsearched).AsType<T>();

    public double[] MappingToFeatureSpace(T input) => base.MappingToFeatureSpace(Parameter.FromObject(input));
}
