using System.Collections;

namespace TorchSharp.Utils;

/// <summary>A tensor's elements as .NET values, in row-major order whatever the strides are.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly T* _data;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _isContiguous;
    private torch.Tensor _tensor;

    internal TensorAccessor(torch.Tensor tensor)
    {
        _data = (T*)tensor.DataPointer();
        _shape = tensor.shape;
        _strides = tensor.stride();
        _isContiguous = tensor.is_contiguous();
        _tensor = tensor;
    }

    public long Count => _tensor is null ? 0 : _tensor.NumberOfElements;

    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get => _data[Offset(indices)];
        set => _data[Offset(indices)] = value;
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        if (array.Length > 0 || _shape.Length > 1)
            CopyTo(array);

        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        CheckStart(tensorIndex);
        int count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        if (_isContiguous && count > 0)
        {
            new ReadOnlySpan<T>(_data + tensorIndex, count).CopyTo(array[arrayIndex..]);
            GC.KeepAlive(_tensor);
            return;
        }

        for (int i = 0; i < count; i++)
            array[arrayIndex + i] = _data[Offset(tensorIndex + i)];

        GC.KeepAlive(_tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        CheckStart(tensorIndex);
        int count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        if (_isContiguous && count > 0)
        {
            array.Slice(arrayIndex, count).CopyTo(new Span<T>(_data + tensorIndex, count));
            GC.KeepAlive(_tensor);
            return;
        }

        for (int i = 0; i < count; i++)
            _data[Offset(tensorIndex + i)] = array[arrayIndex + i];

        GC.KeepAlive(_tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
            yield return this[i];
    }

    /// <summary>Lets go of the tensor; does not dispose of it.</summary>
    public void Dispose() => _tensor = null;

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // So that nobody relies on copying nothing: the official accessor refuses it.
    private void CheckStart(long startingIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(startingIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(startingIndex, Count);
    }

    private long Offset(long[] indices)
    {
        if (indices.Length == 1)
            return indices[0] < Count ? Offset(indices[0]) : throw new IndexOutOfRangeException();

        long offset = 0;
        for (int i = 0; i < indices.Length; i++)
            offset += indices[i] * _strides[i];

        return offset;
    }

    private long Offset(long index)
    {
        if (_isContiguous)
            return index;

        long offset = 0;
        for (int i = _shape.Length - 1; i >= 0; i--)
        {
            (index, long position) = Math.DivRem(index, _shape[i]);
            offset += position * _strides[i];
        }

        return offset;
    }
}
