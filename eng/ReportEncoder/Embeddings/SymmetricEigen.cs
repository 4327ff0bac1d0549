namespace ReportEncoder.Embeddings;

/// <summary>Eigenvalues and eigenvectors of a small symmetric matrix by Jacobi's rotations.</summary>
internal static class SymmetricEigen
{
    private const int MaximumSweeps = 30;

    /// <summary>The eigenvectors are the columns, in the order of the values (which are not sorted).</summary>
    public static (float[] Values, Table Vectors) Decompose(Table matrix)
    {
        var n = matrix.Rows;
        var a = new double[n, n];
        var v = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            v[i, i] = 1;
            for (var j = 0; j < n; j++) // the mean of both halves removes the rounding between them
                a[i, j] = 0.5 * ((double)matrix.Row(i)[j] + matrix.Row(j)[i]);
        }

        for (var sweep = 0; sweep < MaximumSweeps && !IsDiagonal(a, n); sweep++)
        {
            for (var p = 0; p < n; p++)
                for (var q = p + 1; q < n; q++)
                    Rotate(a, v, n, p, q);
        }

        var values = new float[n];
        var vectors = new Table(n, n);
        for (var i = 0; i < n; i++)
        {
            values[i] = (float)a[i, i];
            for (var j = 0; j < n; j++)
                vectors.Row(i)[j] = (float)v[i, j];
        }

        return (values, vectors);
    }

    private static bool IsDiagonal(double[,] a, int n)
    {
        double diagonal = 0, rest = 0;
        for (var i = 0; i < n; i++)
        {
            diagonal += a[i, i] * a[i, i];
            for (var j = 0; j < i; j++)
                rest += a[i, j] * a[i, j];
        }

        return rest <= 1e-18 * diagonal;
    }

    /// <summary>Makes element (p, q) zero.</summary>
    private static void Rotate(double[,] a, double[,] v, int n, int p, int q)
    {
        if (a[p, q] == 0)
            return;
        var theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        var c = 1 / Math.Sqrt(t * t + 1);
        var s = t * c;
        for (var k = 0; k < n; k++)
            (a[k, p], a[k, q]) = (c * a[k, p] - s * a[k, q], s * a[k, p] + c * a[k, q]);
        for (var k = 0; k < n; k++)
            (a[p, k], a[q, k]) = (c * a[p, k] - s * a[q, k], s * a[p, k] + c * a[q, k]);
        for (var k = 0; k < n; k++)
            (v[k, p], v[k, q]) = (c * v[k, p] - s * v[k, q], s * v[k, p] + c * v[k, q]);
    }
}
