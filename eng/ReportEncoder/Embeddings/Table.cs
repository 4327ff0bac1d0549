namespace ReportEncoder.Embeddings;

/// <summary>A matrix, row after row.</summary>
internal sealed record Table(float[] Data, int Rows, int Columns)
{
    public Table(int rows, int columns)
        : this(new float[checked(rows * columns)], rows, columns)
    {
    }

    public Span<float> Row(int row) => Data.AsSpan(row * Columns, Columns);
}
