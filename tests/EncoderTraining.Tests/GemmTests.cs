using EncoderTraining.Numerics;

namespace EncoderTraining.Tests;

public sealed class GemmTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(12, 16, 32)]
    [InlineData(13, 300, 33)]
    [InlineData(5, 7, 70)]
    [InlineData(490, 513, 64)]
    public void Product_equals_the_sum_of_products_in_every_layout(int m, int k, int n)
    {
        for (var layout = 0; layout < 4; layout++)
        {
            var a = layout % 2 == 0
                ? GradientChecks.RandomMatrix(m, k, 1) : GradientChecks.RandomMatrix(k, m, 1).Transposed;
            var b = layout / 2 == 0
                ? GradientChecks.RandomMatrix(k, n, 2) : GradientChecks.RandomMatrix(n, k, 2).Transposed;
            var wide = GradientChecks.RandomMatrix(m + 2, n + 3, 3);
            var before = wide.Data.ToArray();
            var c = wide.Block(1, 2, m, n);

            Gemm.Multiply(a, b, c, scale: 0.5f);
            AssertEqual(a, b, c, 0.5, 0);
            Gemm.Multiply(a, b, c, accumulate: true);
            AssertEqual(a, b, c, 1, 0.5);

            for (var i = 0; i < m; i++)
                c.Row(i).Clear();
            var expected = new Matrix(before, m + 2, n + 3);
            for (var i = 0; i < m; i++)
                expected.Block(1, 2, m, n).Row(i).Clear();
            Assert.Equal(before, wide.Data); // nothing outside the block was touched
        }
    }

    private static void AssertEqual(Matrix a, Matrix b, Matrix c, double scale, double already)
    {
        for (var i = 0; i < a.Rows; i++)
        {
            for (var j = 0; j < b.Columns; j++)
            {
                var sum = 0.0;
                for (var p = 0; p < a.Columns; p++)
                    sum += (double)At(a, i, p) * At(b, p, j);
                Assert.Equal((scale + already) * sum, At(c, i, j), 2e-3);
            }
        }
    }

    private static float At(Matrix m, int i, int j) => m.Data[m.Offset + i * m.RowStride + j * m.ColumnStride];
}
