namespace EncoderTraining.Numerics;

/// <summary>An array that grows to what a batch needs and is kept for the next one.</summary>
internal sealed class Buffer
{
    private float[] _data = [];

    /// <summary>A row-major matrix over the buffer; what it held before is lost.</summary>
    public Matrix Matrix(int rows, int columns)
    {
        var length = rows * columns;
        if (_data.Length < length)
            _data = GC.AllocateUninitializedArray<float>(length + length / 4);
        return new Matrix(_data, rows, columns);
    }

    /// <summary>A span of the first <paramref name="length"/> numbers.</summary>
    public Span<float> Span(int length) => Matrix(1, length).Data.AsSpan(0, length);
}
