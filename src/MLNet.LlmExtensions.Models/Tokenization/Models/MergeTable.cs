using System.Numerics;

namespace MLNet.LlmExtensions.Models.Tokenization.Models;

/// <summary>
/// The merges of byte-pair encoding: pair of token ids to rank and merged id, in one open-addressing hash table.
/// </summary>
internal sealed class MergeTable
{
    private const int SmallestCapacity = 16;
    private const long Unused = -1;
    private const ulong Multiplier = 0x9E3779B97F4A7C15; // 2^64 divided by the golden ratio

    private readonly long[] _pairs;
    private readonly long[] _merges;
    private readonly int _shift;

    /// <param name="count">How many merges will be added at most.</param>
    public MergeTable(int count)
    {
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(SmallestCapacity, 2 * count));
        _pairs = new long[capacity];
        Array.Fill(_pairs, Unused);
        _merges = new long[capacity];
        _shift = 64 - BitOperations.Log2((uint)capacity);
    }

    /// <summary>Adds a merge; of two for the same pair the later one counts.</summary>
    public void Set(int left, int right, int rank, int mergedId)
    {
        long pair = Combine(left, right);
        int slot = Slot(pair);
        while (_pairs[slot] != Unused && _pairs[slot] != pair) slot = (slot + 1) & (_pairs.Length - 1);
        _pairs[slot] = pair;
        _merges[slot] = Combine(rank, mergedId);
    }

    /// <summary>The rank of a pair and what it merges into; lower ranks go first.</summary>
    public bool TryGet(int left, int right, out int rank, out int mergedId)
    {
        long pair = Combine(left, right);
        for (int slot = Slot(pair); ; slot = (slot + 1) & (_pairs.Length - 1))
        {
            long found = _pairs[slot];
            if (found == pair)
            {
                (rank, mergedId) = ((int)(_merges[slot] >> 32), (int)_merges[slot]);
                return true;
            }

            if (found == Unused)
            {
                (rank, mergedId) = (int.MaxValue, -1);
                return false;
            }
        }
    }

    private int Slot(long pair) => (int)(((ulong)pair * Multiplier) >> _shift);

    private static long Combine(int high, int low) => ((long)high << 32) | (uint)low;
}
