namespace Microsoft.ML.Transforms;

/// <summary>The complementary error function, 2/sqrt(pi) times the integral of exp(-t²) from x to infinity.</summary>
internal static class ErrorFunction
{
    /// <summary>To about 1e-12: the power series near 0, a continued fraction beyond.</summary>
    public static double Complementary(double x)
    {
        double magnitude = Math.Abs(x);
        if (magnitude < 2.5)
            return 1 - Series(x);

        double tail = Fraction(magnitude);
        return x > 0 ? tail : 2 - tail;
    }

    private static double Series(double x)
    {
        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > 1e-17; n++)
        {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    private static double Fraction(double x)
    {
        double denominator = x;
        for (int n = 60; n >= 1; n--)
            denominator = x + 0.5 * n / denominator;

        return Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * denominator);
    }
}
