using System.Runtime.Intrinsics;

namespace EncoderTraining.Numerics;

/// <summary>
/// The exact Gaussian error linear unit, x · Φ(x) (Hendrycks, Gimpel 2016; "gelu" in a Hugging Face configuration).
/// </summary>
/// <remarks>
/// The error function is Abramowitz and Stegun's formula 7.1.26 (absolute error below 1.5e-7), whose exponential is the
/// one that the derivative needs too.
/// </remarks>
internal static class Gelu
{
    private const float InverseRootTwoPi = 0.398942280401432677939946f;
    private const float InverseRootTwo = 0.707106781186547524400844f;

    /// <summary>y = x · Φ(x).</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y)
    {
        var i = 0;
        for (; i <= x.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            var v = Vector512.Create(x[i..]);
            (v * NormalDistribution(v, Vector512.Exp(v * v * -0.5f))).CopyTo(y[i..]);
        }

        for (; i < x.Length; i++)
        {
            var v = Vector512.CreateScalar(x[i]);
            y[i] = (v * NormalDistribution(v, Vector512.Exp(v * v * -0.5f)))[0];
        }
    }

    /// <summary>gradient *= dy/dx at x, in place.</summary>
    public static void Backward(ReadOnlySpan<float> x, Span<float> gradient)
    {
        var i = 0;
        for (; i <= x.Length - Vector512<float>.Count; i += Vector512<float>.Count)
            (Vector512.Create<float>(gradient[i..]) * Derivative(Vector512.Create(x[i..]))).CopyTo(gradient[i..]);
        for (; i < x.Length; i++)
            gradient[i] *= Derivative(Vector512.CreateScalar(x[i]))[0];
    }

    private static Vector512<float> Derivative(Vector512<float> x)
    {
        var exp = Vector512.Exp(x * x * -0.5f);
        return NormalDistribution(x, exp) + x * exp * InverseRootTwoPi;
    }

    /// <summary>Φ(x), given exp(-x²/2).</summary>
    private static Vector512<float> NormalDistribution(Vector512<float> x, Vector512<float> exp)
    {
        var t = Vector512<float>.One / (Vector512<float>.One + Vector512.Abs(x) * (0.3275911f * InverseRootTwo));
        var polynomial = t * (Vector512.Create(0.254829592f) + t * (Vector512.Create(-0.284496736f)
            + t * (Vector512.Create(1.421413741f) + t * (Vector512.Create(-1.453152027f) + t * 1.061405429f))));
        var upperTail = polynomial * exp * 0.5f; // 1 - Φ(|x|)
        return Vector512.ConditionalSelect(
            Vector512.LessThan(x, Vector512<float>.Zero), upperTail, Vector512<float>.One - upperTail);
    }
}
