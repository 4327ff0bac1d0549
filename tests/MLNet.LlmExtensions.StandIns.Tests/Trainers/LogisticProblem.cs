namespace MLNet.LlmExtensions.StandIns.Tests.Trainers;

/// <summary>What logistic trainers minimise, computed slowly and plainly.</summary>
internal static class LogisticProblem
{
    /// <summary>
    /// The gradient of <c>sum_i w_i loss_i + l2/2 |W|²</c> for a softmax model, divided by the sum of weights: first the biases,
    /// then the weights class by class.
    /// </summary>
    public static double[] SoftmaxGradient(
        Example[] rows, Func<Example, int> label, float[] biases, float[][] weights, double l2, bool regularizeBiases = false)
    {
        int classes = biases.Length;
        int features = weights[0].Length;
        var gradient = new double[classes * (features + 1)];
        double weightSum = rows.Sum(row => (double)row.Weight);
        foreach (Example row in rows)
        {
            double[] probabilities = Softmax(row.Features, biases, weights);
            for (int c = 0; c < classes; c++)
            {
                double residual = row.Weight * (probabilities[c] - (c == label(row) ? 1 : 0)) / weightSum;
                gradient[c] += residual;
                for (int j = 0; j < features; j++)
                    gradient[classes + c * features + j] += residual * row.Features[j];
            }
        }

        for (int c = 0; c < classes; c++)
        {
            gradient[c] += regularizeBiases ? l2 * biases[c] / weightSum : 0;
            for (int j = 0; j < features; j++)
                gradient[classes + c * features + j] += l2 * weights[c][j] / weightSum;
        }

        return gradient;
    }

    public static double[] Softmax(float[] features, float[] biases, float[][] weights)
    {
        double[] scores = [.. biases.Select((bias, c) => bias + weights[c].Zip(features, (w, x) => (double)w * x).Sum())];
        double max = scores.Max();
        double sum = scores.Sum(score => Math.Exp(score - max));
        return [.. scores.Select(score => Math.Exp(score - max) / sum)];
    }
}
