namespace MLNet.LlmExtensions.Models.Tokenization.Pipeline;

/// <summary>A list of values that shows them as a span and keeps its memory when it is cleared.</summary>
internal sealed class GrowList<T>
    where T : unmanaged
{
    private const int SmallestCapacity = 64;

    private T[] _items = [];

    public int Count { get; private set; }

    public Span<T> Span => _items.AsSpan(0, Count);

    public void Add(T item)
    {
        if (Count == _items.Length) EnsureCapacity(Count + 1);
        _items[Count++] = item;
    }

    /// <summary>Sets the length and returns all of it, with whatever values the memory holds.</summary>
    public Span<T> Resize(int count)
    {
        EnsureCapacity(count);
        Count = count;
        return Span;
    }

    public void RemoveLast() => Count--;

    public void Clear() => Count = 0;

    /// <summary>Gives memory back that only an unusually long text needed.</summary>
    public void Trim(int largestCapacity)
    {
        Count = 0;
        if (_items.Length > largestCapacity) _items = [];
    }

    private void EnsureCapacity(int needed)
    {
        if (needed <= _items.Length) return;
        int doubled = (int)Math.Min(Array.MaxLength, 2L * _items.Length);
        Array.Resize(ref _items, Math.Max(Math.Max(SmallestCapacity, needed), doubled));
    }
}
