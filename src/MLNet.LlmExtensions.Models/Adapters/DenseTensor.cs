namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>A tensor of 32-bit floats in managed memory. The shape does not change; the values may.</summary>
public sealed class DenseTensor
{
    /// <summary>Makes a tensor of existing values, which are not copied.</summary>
    /// <param name="shape">The dimensions, slowest first; empty for a scalar.</param>
    /// <param name="values">As many values as the shape asks for, in row-major order.</param>
    /// <exception cref="ArgumentException">Shape and values do not fit, or a dimension is negative.</exception>
    public DenseTensor(IReadOnlyList<long> shape, float[] values)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(values);
        if (CountOf(shape) != values.Length)
            throw new ArgumentException($"The shape [{string.Join(", ", shape)}] does not fit {values.Length} values.", nameof(shape));
        Shape = [.. shape];
        Values = values;
    }

    /// <summary>The dimensions, slowest first; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The values in row-major order.</summary>
    public float[] Values { get; }

    /// <inheritdoc/>
    public override string ToString() => $"float[{string.Join(", ", Shape)}]";

    /// <summary>The number of elements of a shape, or null where it is negative or beyond 64 bits.</summary>
    internal static long? CountOf(IReadOnlyList<long> shape)
    {
        long count = 1;
        foreach (var dimension in shape)
        {
            if (dimension < 0 || (dimension > 0 && count > long.MaxValue / dimension))
                return null;
            count *= dimension;
        }

        return count;
    }
}
