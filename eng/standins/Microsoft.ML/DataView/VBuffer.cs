using System.Collections;

namespace Microsoft.ML.Data;

/// <summary>A vector, dense or sparse, whose arrays can be used again.</summary>
public readonly struct VBuffer<T> : IEnumerable
{
    private readonly T[] _values;
    private readonly int[] _indices;
    private readonly int _count;

    /// <summary>The number of items, implicit defaults included.</summary>
    public readonly int Length;

    /// <summary>Wraps a dense vector.</summary>
    public VBuffer(int length, T[] values, int[] indices = null)
        : this(length, length, values, indices)
    {
    }

    /// <summary>Wraps a vector with <paramref name="count"/> explicit values at ascending indices.</summary>
    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        Guard.Argument(length >= 0, nameof(length));
        Guard.Argument(count >= 0 && count <= length, nameof(count));
        Guard.Argument((values?.Length ?? 0) >= count, nameof(values));
        Guard.Argument(count == length || (indices?.Length ?? 0) >= count, nameof(indices));
        Length = length;
        _count = count;
        _values = values;
        _indices = indices;
    }

    /// <summary>Whether every item is explicit.</summary>
    public bool IsDense => _count == Length;

    /// <summary>The explicit values.</summary>
    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    /// <summary>The indices of the explicit values of a sparse vector; empty for a dense one.</summary>
    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    /// <summary>Copies to a dense vector.</summary>
    public void CopyToDense(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>Copies to a vector of the same form.</summary>
    public void CopyTo(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    /// <summary>Copies a range to a vector of the same form.</summary>
    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        Guard.Argument(sourceIndex >= 0 && sourceIndex <= Length, nameof(sourceIndex));
        Guard.Argument(length >= 0 && sourceIndex <= Length - length, nameof(length));
        if (IsDense)
        {
            var dense = VBufferEditor.Create(ref destination, length);
            _values.AsSpan(sourceIndex, length).CopyTo(dense.Values);
            destination = dense.Commit();
            return;
        }

        int start = LowerBound(sourceIndex);
        int count = LowerBound(sourceIndex + length) - start;
        var editor = VBufferEditor.Create(ref destination, length, count);
        _values.AsSpan(start, count).CopyTo(editor.Values);
        for (int i = 0; i < editor.Indices.Length; i++)
            editor.Indices[i] = _indices[start + i] - sourceIndex;
        destination = editor.Commit();
    }

    /// <summary>Copies all items, implicit ones as defaults.</summary>
    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    /// <summary>Copies all items, implicit ones as <paramref name="defaultValue"/>.</summary>
    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        Guard.Argument(destinationIndex >= 0 && destinationIndex <= destination.Length - Length,
            nameof(destination), "Not large enough to hold these values.");
        var target = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(target);
            return;
        }

        target.Fill(defaultValue);
        for (int i = 0; i < _count; i++)
            target[_indices[i]] = _values[i];
    }

    /// <summary>Copies a range of an array to a dense vector.</summary>
    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        int available = source?.Length ?? 0;
        Guard.Argument(length >= 0 && length <= available, nameof(length));
        Guard.Argument(sourceIndex >= 0 && sourceIndex <= available - length, nameof(sourceIndex));
        var editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>The explicit items, or all of them, with their indices.</summary>
    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        // An iterator cannot keep 'this' of a struct by reference; it gets a copy.
        return Enumerate(this, all);

        static IEnumerable<KeyValuePair<int, T>> Enumerate(VBuffer<T> vector, bool all)
        {
            int next = 0;
            for (int i = 0; i < vector._count; i++)
            {
                int index = vector.IsDense ? i : vector._indices[i];
                for (; all && next < index; next++)
                    yield return new(next, default);
                yield return new(index, vector._values[i]);
                next = index + 1;
            }

            for (; all && next < vector.Length; next++)
                yield return new(next, default);
        }
    }

    /// <summary>All items.</summary>
    public IEnumerable<T> DenseValues() => Items(all: true).Select(item => item.Value);

    /// <summary>Gets an item, explicit or not.</summary>
    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    /// <summary>Gets an item, explicit or not.</summary>
    public T GetItemOrDefault(int index)
    {
        Guard.Argument(index >= 0 && index < Length, nameof(index));
        if (IsDense)
            return _values[index];
        int position = LowerBound(index);
        return position < _count && _indices[position] == index ? _values[position] : default;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {_count} explicit values";

    /// <inheritdoc/>
    public IEnumerator GetEnumerator() => _values.GetEnumerator();

    internal VBufferEditor<T> Edit(int length, int? count, int? maximumCapacity, bool keep, bool indicesOnDense)
    {
        int explicitCount = count ?? length;
        Guard.Argument(length >= 0, nameof(length), "Must be non-negative.");
        Guard.Argument(explicitCount >= 0 && explicitCount <= length, nameof(count), "Must be at least 0 and no more than the length.");
        var values = Ensure(_values, explicitCount, maximumCapacity, keep);
        bool needsIndices = explicitCount != length || indicesOnDense;
        int[] indices = needsIndices ? Ensure(_indices, explicitCount, maximumCapacity, keep) : _indices;
        return new VBufferEditor<T>(length, explicitCount, values, indices, indicesOnDense,
            !ReferenceEquals(values, _values), !ReferenceEquals(indices, _indices));
    }

    internal VBufferEditor<T> Edit() => Edit(Length, _count, null, keep: false, indicesOnDense: false);

    private static TItem[] Ensure<TItem>(TItem[] array, int size, int? maximum, bool keep)
    {
        int capacity = array?.Length ?? 0;
        if (size <= capacity)
            return array ?? [];
        int newCapacity = (int)Math.Min(Math.Max(size, 2L * capacity), Math.Max(size, maximum ?? Array.MaxLength));
        var larger = new TItem[newCapacity];
        if (keep && capacity > 0)
            array.CopyTo(larger, 0);
        return larger;
    }

    private int LowerBound(int index)
    {
        int position = _indices.AsSpan(0, _count).BinarySearch(index);
        return position >= 0 ? position : ~position;
    }
}
