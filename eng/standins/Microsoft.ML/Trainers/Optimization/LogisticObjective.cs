using System.Numerics.Tensors;

namespace Microsoft.ML.Trainers;

/// <summary>
/// The mean weighted logistic loss of a linear model plus its L2 term, both divided by the sum of the weights:
/// <c>(sum_i w_i loss_i + l2/2 |W|²) / sum_i w_i</c>. The biases come first among the parameters and have no L2 term.
/// With one class the model is binary (labels 0 and 1, sigmoid), with more it is softmax.
/// </summary>
internal sealed class LogisticObjective
{
    private const int RowsPerChunk = 1024;

    private readonly TrainingRows _rows;
    private readonly int _classCount;
    private readonly double _l2;
    private readonly int _threads;
    private readonly float[] _point;
    private readonly Chunk[] _chunks;

    public LogisticObjective(TrainingRows rows, int classCount, double l2, int threads)
    {
        _rows = rows;
        _classCount = classCount;
        _l2 = l2;
        _threads = threads;
        _point = new float[ParameterCount];

        // Chunks depend on the number of rows alone, so that the sums are the same on every machine.
        int chunkCount = Math.Clamp((rows.Count + RowsPerChunk - 1) / RowsPerChunk, 1, 8);
        _chunks = new Chunk[chunkCount];
        for (int i = 0; i < chunkCount; i++)
        {
            int first = (int)((long)rows.Count * i / chunkCount);
            int end = (int)((long)rows.Count * (i + 1) / chunkCount);
            _chunks[i] = new Chunk(first, end, ParameterCount, classCount);
        }
    }

    public int ParameterCount => _classCount * (1 + _rows.FeatureCount);

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        TensorPrimitives.ConvertSaturating(point, _point.AsSpan());
        if (_threads > 1 && _chunks.Length > 1)
            Parallel.ForEach(_chunks, new ParallelOptions { MaxDegreeOfParallelism = _threads }, Accumulate);
        else
            Array.ForEach(_chunks, Accumulate);

        gradient.Clear();
        double loss = 0;
        foreach (Chunk chunk in _chunks)
        {
            loss += chunk.Loss;
            for (int i = 0; i < gradient.Length; i++)
                gradient[i] += chunk.Gradient[i];
        }

        ReadOnlySpan<double> weights = point[_classCount..];
        if (_l2 > 0)
        {
            loss += 0.5 * _l2 * TensorPrimitives.SumOfSquares(weights);
            Span<double> weightGradient = gradient[_classCount..];
            TensorPrimitives.MultiplyAdd(weights, _l2, weightGradient, weightGradient);
        }

        TensorPrimitives.Divide(gradient, _rows.WeightSum, gradient);
        return loss / _rows.WeightSum;
    }

    private void Accumulate(Chunk chunk)
    {
        Array.Clear(chunk.Gradient);
        chunk.Loss = 0;
        int features = _rows.FeatureCount;
        Span<float> scores = chunk.Scores;
        Span<float> gradient = chunk.Gradient;
        ReadOnlySpan<float> biases = _point.AsSpan(0, _classCount);
        ReadOnlySpan<float> weights = _point.AsSpan(_classCount);

        for (int row = chunk.First; row < chunk.End; row++)
        {
            ReadOnlySpan<float> x = _rows.Features(row);
            for (int c = 0; c < scores.Length; c++)
                scores[c] = biases[c] + TensorPrimitives.Dot(x, weights.Slice(c * features, features));

            float weight = _rows.Weight(row);
            double loss = scores.Length == 1
                ? ToSigmoidResidual(scores, _rows.Label(row))
                : ToSoftmaxResidual(scores, _rows.Label(row));
            chunk.Loss += weight * loss;
            for (int c = 0; c < scores.Length; c++)
            {
                float residual = weight * scores[c];
                gradient[c] += residual;
                Span<float> classGradient = gradient.Slice(_classCount + c * features, features);
                TensorPrimitives.MultiplyAdd(x, residual, classGradient, classGradient);
            }
        }
    }

    private static double ToSigmoidResidual(Span<float> scores, int label)
    {
        double score = scores[0];
        double probability = 1 / (1 + Math.Exp(-score));
        scores[0] = (float)(probability - label);

        // log(1 + e^s) - label s, without overflow.
        return Math.Max(score, 0) + double.LogP1(Math.Exp(-Math.Abs(score))) - label * score;
    }

    private static double ToSoftmaxResidual(Span<float> scores, int label)
    {
        float max = TensorPrimitives.Max<float>(scores);
        double labelScore = scores[label];
        double sum = 0;
        for (int c = 0; c < scores.Length; c++)
        {
            double e = Math.Exp(scores[c] - max);
            scores[c] = (float)e;
            sum += e;
        }

        TensorPrimitives.Multiply(scores, (float)(1 / sum), scores);
        scores[label] -= 1;
        return max + Math.Log(sum) - labelScore;
    }

    private sealed class Chunk(int first, int end, int parameterCount, int classCount)
    {
        public int First { get; } = first;

        public int End { get; } = end;

        public float[] Gradient { get; } = new float[parameterCount];

        public float[] Scores { get; } = new float[classCount];

        public double Loss { get; set; }
    }
}
