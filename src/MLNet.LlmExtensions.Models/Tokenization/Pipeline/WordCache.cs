using System.Runtime.InteropServices;

namespace MLNet.LlmExtensions.Models.Tokenization.Pipeline;

/// <summary>
/// Remembers the tokens of words. A table of fixed size, in which a new word takes the place of an older one with the
/// same hash: bounded, free of allocation, and never full of words that no longer occur. Used by one thread at a time.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Longer words are not remembered.</summary>
    public const int LongestWord = 24;

    private const int MostTokens = 8;
    private const int SlotBits = 12;
    private const int SlotCount = 1 << SlotBits;

    private readonly Slot[] _slots = new Slot[SlotCount];
    private readonly char[] _words = new char[SlotCount * LongestWord];
    private readonly int[] _ids = new int[SlotCount * MostTokens];
    private readonly int[] _lengths = new int[SlotCount * MostTokens];

    /// <summary>Appends the tokens of a word that is remembered.</summary>
    public bool TryGet(ReadOnlySpan<char> word, uint hash, TokenBuffer destination)
    {
        int index = Index(hash);
        var slot = _slots[index];
        if (slot.Hash != hash || slot.WordLength != word.Length) return false;
        if (!word.SequenceEqual(_words.AsSpan(index * LongestWord, word.Length))) return false;

        int start = index * MostTokens;
        destination.AddRange(_ids.AsSpan(start, slot.TokenCount), _lengths.AsSpan(start, slot.TokenCount));
        return true;
    }

    /// <summary>Remembers a word of at most <see cref="LongestWord"/> characters, if it has few enough tokens.</summary>
    public void Set(ReadOnlySpan<char> word, uint hash, ReadOnlySpan<int> ids, ReadOnlySpan<int> lengths)
    {
        if (ids.Length > MostTokens) return;

        int index = Index(hash);
        _slots[index] = new Slot(hash, (byte)word.Length, (byte)ids.Length);
        word.CopyTo(_words.AsSpan(index * LongestWord));
        ids.CopyTo(_ids.AsSpan(index * MostTokens));
        lengths.CopyTo(_lengths.AsSpan(index * MostTokens));
    }

    /// <summary>FNV-1a over pairs of characters: quick, and a collision costs no more than a miss.</summary>
    public static uint Hash(ReadOnlySpan<char> word)
    {
        const uint offset = 2166136261;
        const uint prime = 16777619;

        uint hash = offset ^ (uint)word.Length;
        foreach (uint pair in MemoryMarshal.Cast<char, uint>(word))
        {
            hash = (hash ^ (pair & 0xFFFF)) * prime;
            hash = (hash ^ (pair >> 16)) * prime;
        }

        if ((word.Length & 1) != 0) hash = (hash ^ word[^1]) * prime;
        return hash;
    }

    private static int Index(uint hash) => (int)((hash ^ (hash >> (32 - SlotBits))) & (SlotCount - 1));

    private readonly record struct Slot(uint Hash, byte WordLength, byte TokenCount);
}
