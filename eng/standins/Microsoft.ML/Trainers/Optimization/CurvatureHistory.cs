using System.Numerics.Tensors;

namespace Microsoft.ML.Trainers;

/// <summary>The last steps and gradient changes of L-BFGS; multiplies by the inverse Hessian that they imply.</summary>
internal sealed class CurvatureHistory
{
    private readonly double[][] _steps;
    private readonly double[][] _changes;
    private readonly double[] _products;
    private readonly double[] _alphas;
    private int _next;
    private int _count;

    public CurvatureHistory(int capacity, int length)
    {
        // Pairs are allocated when they are first used: a run often needs fewer than the capacity.
        _steps = new double[capacity][];
        _changes = new double[capacity][];
        _products = new double[capacity];
        _alphas = new double[capacity];
        Length = length;
    }

    public bool IsEmpty => _count == 0;

    private int Length { get; }

    public void Clear() => _count = 0;

    public void Add(double[] from, double[] to, double[] gradientFrom, double[] gradientTo)
    {
        double[] step = _steps[_next] ??= new double[Length];
        double[] change = _changes[_next] ??= new double[Length];
        TensorPrimitives.Subtract<double>(to, from, step);
        TensorPrimitives.Subtract<double>(gradientTo, gradientFrom, change);

        double product = TensorPrimitives.Dot<double>(step, change);
        double scale = TensorPrimitives.Dot<double>(change, change);
        if (!(product > 1e-12 * scale))
            return;

        _products[_next] = product;
        _next = (_next + 1) % _steps.Length;
        _count = Math.Min(_count + 1, _steps.Length);
    }

    /// <summary>The two-loop recursion, in place.</summary>
    public void MultiplyInverseHessian(Span<double> vector)
    {
        if (IsEmpty)
            return;

        for (int age = 1; age <= _count; age++)
        {
            int i = Index(age);
            _alphas[i] = TensorPrimitives.Dot(_steps[i], vector) / _products[i];
            TensorPrimitives.MultiplyAdd(_changes[i], -_alphas[i], vector, vector);
        }

        int newest = Index(1);
        double scale = _products[newest] / TensorPrimitives.Dot<double>(_changes[newest], _changes[newest]);
        TensorPrimitives.Multiply(vector, scale, vector);

        for (int age = _count; age >= 1; age--)
        {
            int i = Index(age);
            double beta = TensorPrimitives.Dot(_changes[i], vector) / _products[i];
            TensorPrimitives.MultiplyAdd(_steps[i], _alphas[i] - beta, vector, vector);
        }
    }

    private int Index(int age) => (_next - age + _steps.Length) % _steps.Length;
}
