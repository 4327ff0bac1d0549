using System.Numerics.Tensors;

namespace Microsoft.ML.Trainers;

/// <summary>
/// Stochastic dual coordinate ascent (Shalev-Shwartz and Zhang, 2013) for the softmax loss with L2 and L1 terms:
/// minimises <c>1/n sum_i w_i loss_i + l2/2 |W|² + l1·l2 |W|₁</c>. The bias is one more feature, constant 1, and so is
/// regularised like the others. Two classes with one weight vector are the binary logistic loss.
/// </summary>
/// <remarks>
/// The dual variables of a row are a distribution <c>q</c> over its classes; a step moves them towards the distribution that the
/// model predicts, as far as the dual grows most.
/// </remarks>
internal sealed class DualCoordinateAscent
{
    private const int StepRefinements = 30;

    private readonly TrainingRows _rows;
    private readonly int _classCount;
    private readonly bool _isBinary;
    private readonly double _l2;
    private readonly float _l1Threshold;
    private readonly double[] _duals;
    private readonly double[] _squaredNorms;
    private readonly double[] _scores;
    private readonly double[] _change;

    // Before the soft threshold of the L1 term, and after it. With no L1 term the two are one array.
    private readonly float[] _unshrunk;
    private readonly float[] _shrunk;

    public DualCoordinateAscent(TrainingRows rows, int classCount, bool isBinary, double l2, double l1Threshold)
    {
        _rows = rows;
        _classCount = isBinary ? 2 : classCount;
        _isBinary = isBinary;
        _l2 = l2;
        _l1Threshold = (float)l1Threshold;
        _duals = new double[checked(rows.Count * _classCount)];
        _scores = new double[_classCount];
        _change = new double[_classCount];
        _squaredNorms = new double[rows.Count];
        for (int row = 0; row < rows.Count; row++)
        {
            _duals[row * _classCount + rows.Label(row)] = 1;
            _squaredNorms[row] = 1 + TensorPrimitives.SumOfSquares(rows.Features(row));
        }

        _unshrunk = new float[WeightSets * Stride];
        _shrunk = l1Threshold > 0 ? new float[WeightSets * Stride] : _unshrunk;
    }

    /// <summary>One bias for each weight vector.</summary>
    public float[] Biases => [.. Enumerable.Range(0, WeightSets).Select(c => _shrunk[c * Stride + Stride - 1])];

    /// <summary>The weight vectors, one after another.</summary>
    public float[] Weights =>
        [.. Enumerable.Range(0, WeightSets).SelectMany(c => _shrunk.AsSpan(c * Stride, Stride - 1).ToArray())];

    private int WeightSets => _isBinary ? 1 : _classCount;

    private int Stride => _rows.FeatureCount + 1;

    /// <summary>Passes over the rows until the duality gap is small or the passes are used up.</summary>
    /// <param name="maximumIterations">The most passes over the data.</param>
    /// <param name="checkFrequency">After how many passes the gap is computed; 0 or less: never.</param>
    /// <param name="tolerance">The duality gap, as a part of the primal value, that is small enough.</param>
    /// <param name="random">The order of the rows; null keeps the order of the data.</param>
    public void Run(int maximumIterations, int checkFrequency, double tolerance, Random random)
    {
        int[] order = [.. Enumerable.Range(0, _rows.Count)];
        for (int iteration = 1; iteration <= maximumIterations; iteration++)
        {
            random?.Shuffle(order);
            foreach (int row in order)
                Update(row);

            if (checkFrequency > 0 && iteration % checkFrequency == 0 && RelativeDualityGap() < tolerance)
                return;
        }
    }

    private void Update(int row)
    {
        double weight = _rows.Weight(row);
        if (weight <= 0)
            return;

        ReadOnlySpan<float> x = _rows.Features(row);
        Score(x);
        Span<double> dual = _duals.AsSpan(row * _classCount, _classCount);
        Span<double> change = _change;
        TensorPrimitives.SoftMax<double>(_scores, change);
        TensorPrimitives.Subtract(change, dual, change);

        // With one weight vector only the second class has a score, and the first one's change moves no weight.
        double curvature = _isBinary ? change[1] * change[1] : TensorPrimitives.SumOfSquares<double>(change);
        if (curvature < 1e-24)
            return;

        curvature *= weight * _squaredNorms[row] / (_l2 * _rows.Count);
        double step = BestStep(dual, change, curvature);
        TensorPrimitives.MultiplyAdd(change, step, dual, dual);
        for (int c = 0; c < WeightSets; c++)
        {
            double move = -step * change[_isBinary ? 1 : c] * weight / (_l2 * _rows.Count);
            Move(c, x, (float)move);
        }
    }

    /// <summary>The zero of the dual's decreasing derivative along the change, in (0, 1].</summary>
    private double BestStep(ReadOnlySpan<double> dual, ReadOnlySpan<double> change, double curvature)
    {
        if (Slope(dual, change, curvature, 1) >= 0)
            return 1;

        double low = 0;
        double high = 1;
        for (int i = 0; i < StepRefinements && high - low > 1e-4 * high; i++)
        {
            double middle = 0.5 * (low + high);
            if (Slope(dual, change, curvature, middle) > 0)
                low = middle;
            else
                high = middle;
        }

        return low > 0 ? low : 0.5 * high;
    }

    private double Slope(ReadOnlySpan<double> dual, ReadOnlySpan<double> change, double curvature, double step)
    {
        double slope = -step * curvature;
        for (int c = 0; c < change.Length; c++)
        {
            double probability = Math.Max(dual[c] + step * change[c], double.Epsilon);
            slope += change[c] * (_scores[c] - Math.Log(probability));
        }

        return slope;
    }

    private void Score(ReadOnlySpan<float> x)
    {
        for (int c = 0; c < WeightSets; c++)
        {
            ReadOnlySpan<float> weights = _shrunk.AsSpan(c * Stride, Stride);
            _scores[_isBinary ? 1 : c] = TensorPrimitives.Dot(x, weights[..^1]) + weights[^1];
        }
    }

    private void Move(int weightSet, ReadOnlySpan<float> x, float amount)
    {
        Span<float> unshrunk = _unshrunk.AsSpan(weightSet * Stride, Stride);
        TensorPrimitives.MultiplyAdd(x, amount, unshrunk[..^1], unshrunk[..^1]);
        unshrunk[^1] += amount;
        if (_l1Threshold == 0)
            return;

        // sign(v) max(|v| - t, 0) is v minus its clamp to [-t, t].
        Span<float> shrunk = _shrunk.AsSpan(weightSet * Stride, Stride);
        TensorPrimitives.Min(unshrunk, _l1Threshold, shrunk);
        TensorPrimitives.Max(shrunk, -_l1Threshold, shrunk);
        TensorPrimitives.Subtract(unshrunk, shrunk, shrunk);
    }

    private double RelativeDualityGap()
    {
        double loss = 0;
        double entropy = 0;
        for (int row = 0; row < _rows.Count; row++)
        {
            Score(_rows.Features(row));
            double max = TensorPrimitives.Max<double>(_scores);
            double sum = 0;
            foreach (double score in _scores)
                sum += Math.Exp(score - max);

            loss += _rows.Weight(row) * (max + Math.Log(sum) - _scores[_rows.Label(row)]);
            foreach (double probability in _duals.AsSpan(row * _classCount, _classCount))
            {
                if (probability > 0)
                    entropy -= _rows.Weight(row) * probability * Math.Log(probability);
            }
        }

        double squares = 0.5 * _l2 * TensorPrimitives.SumOfSquares<float>(_shrunk);
        double magnitudes = _l1Threshold * _l2 * TensorPrimitives.SumOfMagnitudes<float>(_shrunk);
        double primal = loss / _rows.Count + squares + magnitudes;
        double dual = entropy / _rows.Count - squares;
        return (primal - dual) / primal;
    }
}
