namespace EncoderTraining.Numerics;

/// <summary>
/// A strided view of a matrix inside an array: element (i, j) is <c>Data[Offset + i * RowStride + j * ColumnStride]</c>.
/// Sub-matrices and transposes are views as well, so nothing is copied to multiply them.
/// </summary>
internal readonly record struct Matrix(
    float[] Data, int Offset, int Rows, int Columns, int RowStride, int ColumnStride = 1)
{
    /// <summary>A view of a whole row-major matrix.</summary>
    public Matrix(float[] data, int rows, int columns)
        : this(data, 0, rows, columns, columns)
    {
    }

    /// <summary>The same numbers with rows and columns exchanged.</summary>
    public Matrix Transposed => new(Data, Offset, Columns, Rows, ColumnStride, RowStride);

    /// <summary>The block that starts at (<paramref name="row"/>, <paramref name="column"/>).</summary>
    public Matrix Block(int row, int column, int rows, int columns) =>
        new(Data, Offset + row * RowStride + column * ColumnStride, rows, columns, RowStride, ColumnStride);

    /// <summary>The rows from <paramref name="row"/> on.</summary>
    public Matrix RowRange(int row, int rows) => Block(row, 0, rows, Columns);

    /// <summary>One row, which must be contiguous.</summary>
    public Span<float> Row(int row) => Data.AsSpan(Offset + row * RowStride, Columns);
}
