namespace SyntheticReports.Measurement;

/// <summary>Multinomial logistic regression with an L2 penalty, fitted by Nesterov's accelerated gradient method.</summary>
/// <remarks>Rows have length 1, so the loss has a gradient with Lipschitz constant at most 1 (bias included), which gives the step.</remarks>
internal sealed class LogisticRegression
{
    private const int Iterations = 500;
    private readonly double[][] _weights; // one row per class; the last entry is the bias

    public LogisticRegression(IReadOnlyList<(int Index, double Value)[]> rows, IReadOnlyList<int> labels, int classes, int features, double l2)
    {
        _weights = Zeros(classes, features);
        var previous = Zeros(classes, features);
        var probe = Zeros(classes, features);
        var gradient = Zeros(classes, features);
        var step = 1 / (1 + l2);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            var momentum = iteration / (iteration + 3.0);
            for (var c = 0; c < classes; c++)
            {
                for (var f = 0; f <= features; f++)
                {
                    probe[c][f] = _weights[c][f] + (momentum * (_weights[c][f] - previous[c][f]));
                    gradient[c][f] = f < features ? l2 * probe[c][f] : 0;
                }
            }

            for (var r = 0; r < rows.Count; r++)
            {
                var probabilities = Probabilities(probe, rows[r]);
                for (var c = 0; c < classes; c++)
                {
                    var error = (probabilities[c] - (labels[r] == c ? 1 : 0)) / rows.Count;
                    foreach (var (index, value) in rows[r])
                        gradient[c][index] += error * value;
                    gradient[c][features] += error;
                }
            }

            for (var c = 0; c < classes; c++)
            {
                for (var f = 0; f <= features; f++)
                {
                    previous[c][f] = _weights[c][f];
                    _weights[c][f] = probe[c][f] - (step * gradient[c][f]);
                }
            }
        }
    }

    public int Predict((int Index, double Value)[] row)
    {
        var probabilities = Probabilities(_weights, row);
        return Array.IndexOf(probabilities, probabilities.Max());
    }

    private static double[] Probabilities(double[][] weights, (int Index, double Value)[] row)
    {
        var scores = new double[weights.Length];
        for (var c = 0; c < weights.Length; c++)
        {
            scores[c] = weights[c][^1];
            foreach (var (index, value) in row)
                scores[c] += weights[c][index] * value;
        }

        var maximum = scores.Max();
        var sum = 0.0;
        for (var c = 0; c < scores.Length; c++)
            sum += scores[c] = Math.Exp(scores[c] - maximum);
        for (var c = 0; c < scores.Length; c++)
            scores[c] /= sum;
        return scores;
    }

    private static double[][] Zeros(int classes, int features) => [.. Enumerable.Range(0, classes).Select(_ => new double[features + 1])];
}
