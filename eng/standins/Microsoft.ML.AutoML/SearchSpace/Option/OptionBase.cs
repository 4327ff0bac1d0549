#nullable enable

namespace Microsoft.ML.SearchSpace.Option;

/// <summary>Something to search for, as a point in a space of numbers from 0 to 1.</summary>
public abstract class OptionBase
{
    protected OptionBase()
    {
    }

    /// <summary>The number of coordinates; 0 where there is nothing to choose.</summary>
    public abstract int FeatureSpaceDim { get; }

    /// <summary>The point to begin with.</summary>
    public virtual double[]? Default { get; protected set; }

    /// <summary>The number of different values of each coordinate; null where it is continuous.</summary>
    public abstract int?[] Step { get; }

    public abstract double[] MappingToFeatureSpace(Parameter value);

    public abstract Parameter SampleFromFeatureSpace(double[] values);
}
