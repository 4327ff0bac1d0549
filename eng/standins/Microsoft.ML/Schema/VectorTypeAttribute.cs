namespace Microsoft.ML.Data;

/// <summary>Gives the sizes of a vector column.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class VectorTypeAttribute : Attribute
{
    /// <summary>The size varies.</summary>
    public VectorTypeAttribute()
    {
    }

    /// <summary>The vector has this size.</summary>
    public VectorTypeAttribute(int size)
        : this([size])
    {
    }

    /// <summary>The vector has these dimensions.</summary>
    public VectorTypeAttribute(params int[] dimensions)
    {
        Guard.Argument(dimensions.All(size => size >= 0), nameof(dimensions), "Should contain only non-negative values");
        Dimensions = dimensions;
    }

    internal int[] Dimensions { get; }
}
