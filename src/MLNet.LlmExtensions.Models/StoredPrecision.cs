namespace MLNet.LlmExtensions.Models;

/// <summary>The type in which a checkpoint's file holds its numbers.</summary>
public enum StoredPrecision
{
    /// <summary>32-bit floats: exactly what was trained.</summary>
    Float32,

    /// <summary>16-bit floats: half the size, numbers from 6e-8 to 65504.</summary>
    Float16,

    /// <summary>bfloat16: half the size, the range of 32-bit floats, fewer digits than <see cref="Float16"/>.</summary>
    BFloat16,
}
