using System.Numerics.Tensors;

namespace Microsoft.ML.Trainers;

/// <summary>
/// Minimises a differentiable convex function plus an optional L1 term: L-BFGS (Liu and Nocedal, 1989) with a weak
/// Wolfe line search, or its orthant-wise variant OWL-QN (Andrew and Gao, 2007) when there is an L1 term or when the
/// solution must not be negative.
/// </summary>
internal sealed class QuasiNewtonMinimizer
{
    private const double SufficientDecrease = 1e-4;
    private const double Curvature = 0.9;
    private const int MaximumLineSearchSteps = 40;

    // An expected improvement below this part of the value is lost in the rounding of the value.
    private const double Resolution = 1e-11;

    private readonly int _historySize;
    private readonly double _l1;
    private readonly int _freeCount;
    private readonly bool _nonNegative;

    /// <param name="historySize">How many past steps describe the curvature.</param>
    /// <param name="l1">The weight of the L1 term; 0 leaves it out.</param>
    /// <param name="freeCount">How many of the first parameters (the biases) have no L1 term.</param>
    /// <param name="nonNegative">
    /// Keeps parameters at 0 or above: those with an L1 term, or all of them where there is no L1 term.
    /// </param>
    public QuasiNewtonMinimizer(int historySize, double l1, int freeCount, bool nonNegative)
    {
        _historySize = historySize;
        _l1 = l1;
        _freeCount = freeCount;
        _nonNegative = nonNegative;
    }

    /// <summary>Evaluates the smooth part at a point and writes its gradient.</summary>
    public delegate double Objective(ReadOnlySpan<double> point, Span<double> gradient);

    private bool IsSmooth => _l1 == 0 && !_nonNegative;

    /// <summary>Minimises in place and returns the value reached.</summary>
    public double Minimize(Objective objective, double[] point, ITerminationCriterion termination)
    {
        int n = point.Length;
        var gradient = new double[n];
        var descent = new double[n];
        var direction = new double[n];
        var nextPoint = new double[n];
        var nextGradient = new double[n];
        var history = new CurvatureHistory(_historySize, n);

        if (_nonNegative)
            ClampNegative(point);

        double value = Evaluate(objective, point, gradient);
        for (int iteration = 1; ; iteration++)
        {
            SteepestDescent(point, gradient, descent);
            double descentNorm = TensorPrimitives.Norm<double>(descent);
            if (descentNorm == 0)
                return value;

            descent.CopyTo(direction, 0);
            history.MultiplyInverseHessian(direction);
            if (!IsSmooth)
                KeepDescending(point, descent, direction);

            if (TensorPrimitives.Dot<double>(direction, descent) <= 0)
            {
                // Rounding spoiled the curvature: begin anew along the gradient.
                history.Clear();
                descent.CopyTo(direction, 0);
            }

            double firstStep = history.IsEmpty ? 1 / descentNorm : 1;
            if (!TryStep(objective, point, value, descent, direction, firstStep, nextPoint, nextGradient, out double nextValue))
            {
                if (history.IsEmpty)
                    return value;

                history.Clear();
                iteration--;
                continue;
            }

            history.Add(point, nextPoint, gradient, nextGradient);
            double lastValue = value;
            value = nextValue;
            nextPoint.CopyTo(point, 0);
            (gradient, nextGradient) = (nextGradient, gradient);
            if (termination.IsReached(iteration, lastValue, value))
                return value;
        }
    }

    private bool TryStep(Objective objective, double[] point, double value, double[] descent, double[] direction, double step,
        double[] nextPoint, double[] nextGradient, out double nextValue)
    {
        double slope = -TensorPrimitives.Dot<double>(descent, direction);
        double low = 0;
        double high = double.PositiveInfinity;
        nextValue = value;

        for (int trial = 0; trial < MaximumLineSearchSteps; trial++)
        {
            TensorPrimitives.MultiplyAdd(direction, step, point, nextPoint);
            if (!IsSmooth)
                Project(point, descent, nextPoint);

            nextValue = Evaluate(objective, nextPoint, nextGradient);
            double expected = IsSmooth ? step * slope : -DirectedLength(descent, point, nextPoint);
            if (Math.Abs(expected) < Resolution * Math.Abs(value))
                return nextValue < value;
            if (!(nextValue <= value + SufficientDecrease * expected))
                high = step;
            else if (IsSmooth && TensorPrimitives.Dot<double>(nextGradient, direction) < Curvature * slope)
                low = step;
            else
                return nextValue < value;

            step = double.IsPositiveInfinity(high) ? 2 * step : (low + high) / 2;
        }

        // A smaller value without the curvature condition is still progress.
        return nextValue < value;
    }

    private double Evaluate(Objective objective, double[] point, double[] gradient)
    {
        double value = objective(point, gradient);
        return _l1 == 0 ? value : value + _l1 * TensorPrimitives.SumOfMagnitudes<double>(point.AsSpan(_freeCount));
    }

    /// <summary>The negated gradient, or minus the sub-gradient of least length where the function has a kink or a wall.</summary>
    private void SteepestDescent(double[] point, double[] gradient, double[] descent)
    {
        TensorPrimitives.Negate<double>(gradient, descent);
        if (IsSmooth)
            return;

        for (int i = FirstConstrained; i < point.Length; i++)
        {
            double g = gradient[i];
            if (point[i] > 0)
                descent[i] = -g - _l1;
            else if (_nonNegative)
                descent[i] = Math.Max(-g - _l1, 0);
            else if (point[i] < 0)
                descent[i] = -g + _l1;
            else
                descent[i] = Math.Sign(-g) * Math.Max(Math.Abs(g) - _l1, 0);
        }
    }

    private int FirstConstrained => _l1 > 0 ? _freeCount : 0;

    /// <summary>A component that would climb is dropped, so that the step stays in the orthant the model is valid in.</summary>
    private void KeepDescending(double[] point, double[] descent, double[] direction)
    {
        for (int i = FirstConstrained; i < point.Length; i++)
        {
            if (direction[i] * descent[i] <= 0 && (point[i] == 0 || !_nonNegative))
                direction[i] = 0;
        }
    }

    private void Project(double[] point, double[] descent, double[] nextPoint)
    {
        for (int i = FirstConstrained; i < point.Length; i++)
        {
            double orthant = point[i] != 0 ? point[i] : descent[i];
            if (orthant * nextPoint[i] <= 0 || _nonNegative && nextPoint[i] < 0)
                nextPoint[i] = 0;
        }
    }

    private void ClampNegative(double[] point)
    {
        for (int i = FirstConstrained; i < point.Length; i++)
            point[i] = Math.Max(point[i], 0);
    }

    private static double DirectedLength(double[] descent, double[] from, double[] to)
    {
        double sum = 0;
        for (int i = 0; i < descent.Length; i++)
            sum += descent[i] * (to[i] - from[i]);

        return sum;
    }
}
