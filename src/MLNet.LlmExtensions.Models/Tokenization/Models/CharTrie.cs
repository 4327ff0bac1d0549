using System.Numerics;

namespace MLNet.LlmExtensions.Models.Tokenization.Models;

/// <summary>
/// A trie over UTF-16 characters whose edges lie in one open-addressing hash table, keyed by node and character: quick
/// to build for large vocabularies, and a step costs one probe.
/// </summary>
internal sealed class CharTrie
{
    /// <summary>The node of the empty text.</summary>
    public const int Root = 0;

    private const int CharacterBits = 16;
    private const int SmallestCapacity = 16;
    private const long Unused = -1;
    private const ulong Multiplier = 0x9E3779B97F4A7C15; // 2^64 divided by the golden ratio

    private long[] _keys;
    private int[] _children;
    private int _shift;
    private int[] _values = [-1];
    private int _nodeCount = 1;

    /// <param name="expectedLength">The sum of the lengths of the texts that will be added, roughly.</param>
    public CharTrie(int expectedLength)
    {
        // Texts share prefixes, so that there are fewer edges than characters; if not, the table grows.
        AllocateEdges((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(SmallestCapacity, expectedLength / 2)));
    }

    /// <summary>The child of a node, or -1.</summary>
    public int Next(int node, char character)
    {
        long key = Key(node, character);
        for (int slot = Slot(key); ; slot = (slot + 1) & (_keys.Length - 1))
        {
            if (_keys[slot] == key) return _children[slot];
            if (_keys[slot] == Unused) return -1;
        }
    }

    /// <summary>What was stored for the text that leads to a node, or -1.</summary>
    public int ValueAt(int node) => _values[node];

    /// <summary>Stores a value that is not negative for a text; false where the text already has one.</summary>
    public bool TryAdd(ReadOnlySpan<char> text, int value)
    {
        int node = AddPath(text);
        if (_values[node] >= 0) return false;
        _values[node] = value;
        return true;
    }

    /// <summary>Stores a value that is not negative for a text, in the place of an earlier one.</summary>
    public void Set(ReadOnlySpan<char> text, int value)
    {
        int node = AddPath(text); // first: it may put a longer array in the place of the values
        _values[node] = value;
    }

    private int AddPath(ReadOnlySpan<char> text)
    {
        int node = Root;
        foreach (char character in text)
        {
            int next = Next(node, character);
            node = next >= 0 ? next : AddNode(node, character);
        }

        return node;
    }

    private int AddNode(int parent, char character)
    {
        if (2 * _nodeCount >= _keys.Length) GrowEdges();
        int node = _nodeCount++;
        if (node == _values.Length) Array.Resize(ref _values, 2 * _values.Length);
        _values[node] = -1;
        Insert(Key(parent, character), node);
        return node;
    }

    private void Insert(long key, int child)
    {
        int slot = Slot(key);
        while (_keys[slot] != Unused) slot = (slot + 1) & (_keys.Length - 1);
        _keys[slot] = key;
        _children[slot] = child;
    }

    private void GrowEdges()
    {
        var (keys, children) = (_keys, _children);
        AllocateEdges(2 * keys.Length);
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] != Unused) Insert(keys[i], children[i]);
        }
    }

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_keys), nameof(_children))]
    private void AllocateEdges(int capacity)
    {
        _keys = new long[capacity];
        Array.Fill(_keys, Unused);
        _children = new int[capacity];
        _shift = 64 - BitOperations.Log2((uint)capacity);
    }

    private int Slot(long key) => (int)(((ulong)key * Multiplier) >> _shift);

    private static long Key(int node, char character) => ((long)node << CharacterBits) | character;
}
