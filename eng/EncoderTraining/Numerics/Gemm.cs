using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EncoderTraining.Numerics;

/// <summary>
/// Single-precision, single-threaded matrix multiplication: blocks of the inner dimension, panels of the right-hand
/// matrix packed contiguously, and a register tile of 12 × 32 results (24 of the 32 AVX-512 registers).
/// </summary>
/// <remarks>Goto, van de Geijn: Anatomy of High-Performance Matrix Multiplication (ACM TOMS 2008).</remarks>
internal static unsafe class Gemm
{
    private const int TileRows = 12;
    private const int TileColumns = 32;
    private const int InnerBlock = 256;  // a packed panel of 256 × 32 floats is 32 KB
    private const int RowBlock = 480;    // 480 × 256 floats of the left matrix stay in the second-level cache

    [ThreadStatic]
    private static float[]? s_scratch;

    /// <summary>
    /// <paramref name="c"/> = <paramref name="scale"/> · <paramref name="a"/> · <paramref name="b"/>, or
    /// <c>+=</c> with <paramref name="accumulate"/>. The result must not overlap an operand.
    /// </summary>
    public static void Multiply(Matrix a, Matrix b, Matrix c, bool accumulate = false, float scale = 1)
    {
        Check(a, b, c);
        // [packed panel of b][packed edge tile of a][tile of c]
        var scratch = s_scratch ??= GC.AllocateUninitializedArray<float>(
            InnerBlock * (TileColumns + TileRows) + TileRows * TileColumns, pinned: true);
        fixed (float* pa = a.Data, pb = b.Data, pc = c.Data, panel = scratch)
        {
            var edge = panel + InnerBlock * TileColumns;
            var tile = edge + InnerBlock * TileRows;
            for (var p = 0; p < a.Columns; p += InnerBlock)
            {
                var depth = Math.Min(InnerBlock, a.Columns - p);
                var add = accumulate || p > 0;
                for (var i0 = 0; i0 < a.Rows; i0 += RowBlock)
                {
                    var iEnd = Math.Min(i0 + RowBlock, a.Rows);
                    for (var j = 0; j < b.Columns; j += TileColumns)
                    {
                        var width = Math.Min(TileColumns, b.Columns - j);
                        PackPanel(pb + b.Offset + (nint)p * b.RowStride + (nint)j * b.ColumnStride,
                            b.RowStride, b.ColumnStride, depth, width, panel, scale);
                        for (var i = i0; i < iEnd; i += TileRows)
                        {
                            var height = Math.Min(TileRows, iEnd - i);
                            var left = pa + a.Offset + (nint)i * a.RowStride + (nint)p * a.ColumnStride;
                            var result = pc + c.Offset + (nint)i * c.RowStride + j;
                            if (height == TileRows && width == TileColumns)
                            {
                                Kernel(depth, left, a.RowStride, a.ColumnStride, panel, result, c.RowStride, add);
                                continue;
                            }

                            if (height == TileRows)
                            {
                                Kernel(depth, left, a.RowStride, a.ColumnStride, panel, tile, TileColumns, false);
                            }
                            else
                            {
                                PackEdge(left, a.RowStride, a.ColumnStride, depth, height, edge);
                                Kernel(depth, edge, 1, TileRows, panel, tile, TileColumns, false);
                            }

                            StoreEdge(tile, result, c.RowStride, height, width, add);
                        }
                    }
                }
            }
        }
    }

    private static void PackPanel(
        float* b, nint rowStride, nint columnStride, int depth, int width, float* panel, float scale)
    {
        if (columnStride == 1 && width == TileColumns)
        {
            for (var p = 0; p < depth; p++, b += rowStride, panel += TileColumns)
            {
                (Vector512.Load(b) * scale).Store(panel);
                (Vector512.Load(b + 16) * scale).Store(panel + 16);
            }

            return;
        }

        if (width < TileColumns)
            new Span<float>(panel, depth * TileColumns).Clear();
        for (var j = 0; j < width; j++)
        {
            var source = b + j * columnStride;
            var target = panel + j;
            for (var p = 0; p < depth; p++, source += rowStride, target += TileColumns)
                *target = *source * scale;
        }
    }

    private static void PackEdge(float* a, nint rowStride, nint columnStride, int depth, int height, float* edge)
    {
        new Span<float>(edge, depth * TileRows).Clear();
        for (var p = 0; p < depth; p++)
            for (var i = 0; i < height; i++)
                edge[p * TileRows + i] = a[i * rowStride + p * columnStride];
    }

    private static void StoreEdge(float* tile, float* c, nint rowStride, int height, int width, bool add)
    {
        for (var i = 0; i < height; i++, tile += TileColumns, c += rowStride)
        {
            for (var j = 0; j < width; j++)
                c[j] = add ? c[j] + tile[j] : tile[j];
        }
    }

    /// <summary>c[12, 32] (+)= a[12, depth] · panel[depth, 32].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Kernel(
        int depth, float* a, nint r, nint step, float* panel, float* c, nint ldc, bool accumulate)
    {
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector512<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        Vector512<float> c60 = default, c61 = default, c70 = default, c71 = default, c80 = default, c81 = default;
        Vector512<float> c90 = default, c91 = default, ca0 = default, ca1 = default, cb0 = default, cb1 = default;

        float* a3 = a + 3 * r, a6 = a + 6 * r, a9 = a + 9 * r;
        var r2 = 2 * r;
        for (; depth > 0; depth--)
        {
            var b0 = Vector512.Load(panel);
            var b1 = Vector512.Load(panel + 16);
            panel += TileColumns;

            var x = Vector512.Create(a[0]);
            c00 = Vector512.FusedMultiplyAdd(x, b0, c00);
            c01 = Vector512.FusedMultiplyAdd(x, b1, c01);
            x = Vector512.Create(a[r]);
            c10 = Vector512.FusedMultiplyAdd(x, b0, c10);
            c11 = Vector512.FusedMultiplyAdd(x, b1, c11);
            x = Vector512.Create(a[r2]);
            c20 = Vector512.FusedMultiplyAdd(x, b0, c20);
            c21 = Vector512.FusedMultiplyAdd(x, b1, c21);
            a += step;
            x = Vector512.Create(a3[0]);
            c30 = Vector512.FusedMultiplyAdd(x, b0, c30);
            c31 = Vector512.FusedMultiplyAdd(x, b1, c31);
            x = Vector512.Create(a3[r]);
            c40 = Vector512.FusedMultiplyAdd(x, b0, c40);
            c41 = Vector512.FusedMultiplyAdd(x, b1, c41);
            x = Vector512.Create(a3[r2]);
            c50 = Vector512.FusedMultiplyAdd(x, b0, c50);
            c51 = Vector512.FusedMultiplyAdd(x, b1, c51);
            a3 += step;
            x = Vector512.Create(a6[0]);
            c60 = Vector512.FusedMultiplyAdd(x, b0, c60);
            c61 = Vector512.FusedMultiplyAdd(x, b1, c61);
            x = Vector512.Create(a6[r]);
            c70 = Vector512.FusedMultiplyAdd(x, b0, c70);
            c71 = Vector512.FusedMultiplyAdd(x, b1, c71);
            x = Vector512.Create(a6[r2]);
            c80 = Vector512.FusedMultiplyAdd(x, b0, c80);
            c81 = Vector512.FusedMultiplyAdd(x, b1, c81);
            a6 += step;
            x = Vector512.Create(a9[0]);
            c90 = Vector512.FusedMultiplyAdd(x, b0, c90);
            c91 = Vector512.FusedMultiplyAdd(x, b1, c91);
            x = Vector512.Create(a9[r]);
            ca0 = Vector512.FusedMultiplyAdd(x, b0, ca0);
            ca1 = Vector512.FusedMultiplyAdd(x, b1, ca1);
            x = Vector512.Create(a9[r2]);
            cb0 = Vector512.FusedMultiplyAdd(x, b0, cb0);
            cb1 = Vector512.FusedMultiplyAdd(x, b1, cb1);
            a9 += step;
        }

        Store(ref c, ldc, c00, c01, accumulate);
        Store(ref c, ldc, c10, c11, accumulate);
        Store(ref c, ldc, c20, c21, accumulate);
        Store(ref c, ldc, c30, c31, accumulate);
        Store(ref c, ldc, c40, c41, accumulate);
        Store(ref c, ldc, c50, c51, accumulate);
        Store(ref c, ldc, c60, c61, accumulate);
        Store(ref c, ldc, c70, c71, accumulate);
        Store(ref c, ldc, c80, c81, accumulate);
        Store(ref c, ldc, c90, c91, accumulate);
        Store(ref c, ldc, ca0, ca1, accumulate);
        Store(ref c, ldc, cb0, cb1, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref float* c, nint ldc, Vector512<float> left, Vector512<float> right, bool accumulate)
    {
        if (accumulate)
        {
            left += Vector512.Load(c);
            right += Vector512.Load(c + 16);
        }

        left.Store(c);
        right.Store(c + 16);
        c += ldc;
    }

    [Conditional("DEBUG")]
    private static void Check(Matrix a, Matrix b, Matrix c)
    {
        Debug.Assert(a.Columns == b.Rows && a.Rows == c.Rows && b.Columns == c.Columns, "The shapes do not fit.");
        Debug.Assert(c.ColumnStride == 1, "The rows of the result must be contiguous.");
        foreach (var m in (ReadOnlySpan<Matrix>)[a, b, c])
        {
            var last = m.Offset + (long)(m.Rows - 1) * m.RowStride + (long)(m.Columns - 1) * m.ColumnStride;
            Debug.Assert(m.Rows == 0 || m.Columns == 0 || last < m.Data.Length, "The view leaves its array.");
        }
    }
}
