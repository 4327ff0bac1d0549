namespace MLNet.LlmExtensions.Inference.Tests.Goldens;

/// <summary>Compares with reference numbers.</summary>
internal static class GoldenAssert
{
    /// <summary>What 32-bit arithmetic usually keeps; the reference data itself allows 1e-4.</summary>
    public const float Tolerance = 2e-5f;

    public static void Equal(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what, float tolerance = Tolerance)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: {expected.Length} numbers were expected, {actual.Length} came.");
        var largest = 0f;
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = MathF.Abs(expected[i] - actual[i]);
            Assert.True(difference <= tolerance, $"{what}: number {i} should be {expected[i]}, but is {actual[i]}.");
            largest = MathF.Max(largest, difference);
        }

        TestContext.Current.SendDiagnosticMessage($"{what}: largest difference {largest:g3}");
    }

    /// <summary>Compares token vectors at tokens only; what stands at padding means nothing.</summary>
    public static void EqualAtTokens(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, TokenBatch batch, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        var size = expected.Length / (batch.Rows * batch.Columns);
        for (var row = 0; row < batch.Rows; row++)
        {
            var start = row * batch.Columns * size;
            var count = batch.Length(row) * size;
            Equal(expected.Slice(start, count), actual.Slice(start, count), $"{what}, row {row}");
        }
    }

    public static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double product = 0, squareA = 0, squareB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            product += (double)a[i] * b[i];
            squareA += (double)a[i] * a[i];
            squareB += (double)b[i] * b[i];
        }

        return product / Math.Sqrt(squareA * squareB);
    }
}
