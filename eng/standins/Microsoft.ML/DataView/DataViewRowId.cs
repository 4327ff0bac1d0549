using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>The 128-bit identifier of a row.</summary>
public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    /// <summary>The low 64 bits.</summary>
    public readonly ulong Low;

    /// <summary>The high 64 bits.</summary>
    public readonly ulong High;

    /// <summary>Creates an identifier of its two halves.</summary>
    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{High:x16}{Low:x16}";

    /// <inheritdoc/>
    public int CompareTo(DataViewRowId other) =>
        High == other.High ? Low.CompareTo(other.Low) : High.CompareTo(other.High);

    /// <inheritdoc/>
    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    /// <inheritdoc/>
    public override bool Equals(object obj) => obj is DataViewRowId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Low, High);

    /// <summary>Another identifier that depends on this one.</summary>
    public DataViewRowId Fork() => Absorb(1, 0);

    /// <summary>Another identifier that depends on this one, different from what <see cref="Fork"/> gives.</summary>
    public DataViewRowId Next() => Absorb(0, 0);

    /// <summary>An identifier that depends on both.</summary>
    public DataViewRowId Combine(DataViewRowId other)
    {
        var fork = other.Fork();
        return Absorb(fork.Low, fork.High);
    }

    // One block of the 128-bit MurmurHash3 (Appleby), with this identifier as the state.
    private DataViewRowId Absorb(ulong block1, ulong block2)
    {
        const ulong Multiplier1 = 0x87c37b91114253d5;
        const ulong Multiplier2 = 0x4cf5ad432745937f;

        unchecked
        {
            ulong low = Low ^ (BitOperations.RotateLeft(block1 * Multiplier1, 31) * Multiplier2);
            low = ((BitOperations.RotateLeft(low, 27) + High) * 5) + 0x52dce729;
            ulong high = High ^ (BitOperations.RotateLeft(block2 * Multiplier2, 33) * Multiplier1);
            high = ((BitOperations.RotateLeft(high, 31) + low) * 5) + 0x38495ab5;
            return new DataViewRowId(low, high);
        }
    }
}
