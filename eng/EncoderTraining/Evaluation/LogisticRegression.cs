using System.Numerics.Tensors;
using EncoderTraining.Numerics;
using EncoderTraining.Optimisation;

namespace EncoderTraining.Evaluation;

/// <summary>Multinomial logistic regression on standardised features with an L2 penalty, trained on all rows at once.</summary>
internal sealed class LogisticRegression
{
    private const int Iterations = 300;

    private readonly float[] _mean;
    private readonly float[] _deviation;
    private readonly Parameter _weight;
    private readonly Parameter _bias;

    public LogisticRegression(Matrix features, IReadOnlyList<int> labels, int classCount, float l2)
    {
        (_mean, _deviation) = Moments(features);
        _weight = new Parameter("weight", features.Columns, classCount, decays: false);
        _bias = Parameter.Vector("bias", classCount, 0);
        var x = Standardise(features);
        var optimiser = new AdamW([_weight, _bias]) { MaximumNorm = float.MaxValue, SecondDecay = 0.999f };
        var schedule = new LearningRateSchedule(0.05f, Iterations, 1);
        for (var i = 0; i < Iterations; i++)
        {
            var scores = Scores(x);
            for (var r = 0; r < x.Rows; r++)
            {
                var row = scores.Row(r);
                Softmax.InPlace(row);
                row[labels[r]] -= 1;
                TensorPrimitives.Divide(row, x.Rows, row);
                TensorPrimitives.Add(row, _bias.Gradient.Data, _bias.Gradient.Data);
            }

            Gemm.Multiply(x.Transposed, scores, _weight.Gradient);
            TensorPrimitives.MultiplyAdd(_weight.Value.Data, l2, _weight.Gradient.Data, _weight.Gradient.Data);
            optimiser.Step(schedule.At(i));
        }
    }

    public int[] Predict(Matrix features)
    {
        var scores = Scores(Standardise(features));
        return [.. Enumerable.Range(0, features.Rows).Select(i => TensorPrimitives.IndexOfMax<float>(scores.Row(i)))];
    }

    private Matrix Scores(Matrix x)
    {
        var scores = new Matrix(new float[x.Rows * _bias.Value.Columns], x.Rows, _bias.Value.Columns);
        for (var i = 0; i < x.Rows; i++)
            _bias.Value.Data.CopyTo(scores.Row(i));
        Gemm.Multiply(x, _weight.Value, scores, accumulate: true);
        return scores;
    }

    private Matrix Standardise(Matrix features)
    {
        var result = new Matrix(new float[features.Rows * features.Columns], features.Rows, features.Columns);
        for (var i = 0; i < features.Rows; i++)
        {
            TensorPrimitives.Subtract(features.Row(i), _mean, result.Row(i));
            TensorPrimitives.Divide(result.Row(i), _deviation, result.Row(i));
        }

        return result;
    }

    private static (float[] Mean, float[] Deviation) Moments(Matrix features)
    {
        var mean = new float[features.Columns];
        var deviation = new float[features.Columns];
        for (var i = 0; i < features.Rows; i++)
            TensorPrimitives.Add(mean, features.Row(i), mean);
        TensorPrimitives.Divide(mean, features.Rows, mean);
        for (var j = 0; j < features.Columns; j++)
        {
            var sum = 0.0;
            for (var i = 0; i < features.Rows; i++)
                sum += Math.Pow(features.Row(i)[j] - mean[j], 2);
            deviation[j] = (float)Math.Sqrt(sum / features.Rows) + 1e-6f;
        }

        return (mean, deviation);
    }
}
