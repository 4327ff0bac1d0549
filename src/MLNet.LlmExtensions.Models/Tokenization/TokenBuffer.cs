namespace MLNet.LlmExtensions.Models.Tokenization;

/// <summary>
/// A growable list of token ids that is meant to be reused: <see cref="Clear"/> keeps the memory, so that encoding many
/// texts into one buffer allocates nothing once the buffer has reached the size of the longest text.
/// </summary>
/// <remarks>Not thread-safe: one buffer for each thread that encodes.</remarks>
public sealed class TokenBuffer
{
    private const int SmallestCapacity = 64;

    private int[] _ids;
    private int[]? _lengths;

    /// <summary>Creates an empty buffer.</summary>
    /// <param name="capacity">How many ids fit before the buffer grows for the first time.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative.</exception>
    public TokenBuffer(int capacity = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _ids = capacity == 0 ? [] : new int[capacity];
    }

    /// <summary>The number of ids in the buffer.</summary>
    public int Count { get; private set; }

    /// <summary>The ids, in order. Valid until the next call that adds to the buffer or clears it.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    /// <summary>
    /// How many characters of the piece that was encoded each token covers; only filled after
    /// <see cref="RecordLengths"/>.
    /// </summary>
    internal ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, _lengths is null ? 0 : Count);

    /// <summary>Appends an id.</summary>
    /// <param name="id">The id to append.</param>
    public void Add(int id) => Add(id, length: 0);

    /// <summary>Removes every id and keeps the memory.</summary>
    public void Clear() => Count = 0;

    /// <summary>From now on keeps the number of characters of each token beside its id.</summary>
    internal void RecordLengths() => _lengths ??= new int[_ids.Length];

    internal void Add(int id, int length)
    {
        if (Count == _ids.Length) Grow(Count + 1);
        _ids[Count] = id;
        if (_lengths is not null) _lengths[Count] = length;
        Count++;
    }

    /// <summary>The ids from <paramref name="index"/> on, to be changed in place.</summary>
    internal Span<int> From(int index) => _ids.AsSpan(index, Count - index);

    internal void RemoveFrom(int count) => Count = count;

    internal void AddRange(ReadOnlySpan<int> ids, ReadOnlySpan<int> lengths)
    {
        if (Count + ids.Length > _ids.Length) Grow(Count + ids.Length);
        ids.CopyTo(_ids.AsSpan(Count));
        if (_lengths is not null) lengths.CopyTo(_lengths.AsSpan(Count));
        Count += ids.Length;
    }

    private void Grow(int needed)
    {
        int capacity = Math.Max(Math.Max(SmallestCapacity, needed), (int)Math.Min(Array.MaxLength, 2L * _ids.Length));
        Array.Resize(ref _ids, capacity);
        if (_lengths is not null) Array.Resize(ref _lengths, capacity);
    }
}
