namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>Where a tensor lies in a safetensors file, and what it is. Immutable.</summary>
public sealed class SafetensorsTensor
{
    internal SafetensorsTensor(string name, SafetensorsType type, long[] shape, long offset, long byteLength)
    {
        Name = name;
        Type = type;
        Shape = shape;
        Offset = offset;
        ByteLength = byteLength;
    }

    /// <summary>The tensor's name, for example <c>encoder.layer.0.output.dense.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The type of its elements.</summary>
    public SafetensorsType Type { get; }

    /// <summary>Its dimensions, slowest first; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>First byte of its data, counted from the start of the file.</summary>
    public long Offset { get; }

    /// <summary>Length of its data in bytes.</summary>
    public long ByteLength { get; }

    /// <summary>Number of elements.</summary>
    public long Count => ByteLength / Type.SizeOf();

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Type.NameOf()}[{string.Join(", ", Shape)}]";
}
