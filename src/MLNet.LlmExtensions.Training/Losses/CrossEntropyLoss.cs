using System.Numerics.Tensors;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace MLNet.LlmExtensions.Training.Losses;

/// <summary>
/// Cross entropy of one class out of several, as <c>torch.nn.CrossEntropyLoss</c> defines it: with class weights w and label
/// smoothing ε over C classes, a row of class y has the loss (1-ε)·w_y·(-log p_y) + ε/C·Σ_c w_c·(-log p_c), and the mean
/// divides by the sum of the rows' w_y.
/// </summary>
internal sealed class CrossEntropyLoss(double[] weights, double smoothing) : ClassificationLoss(weights.Length)
{
    public override double Weight(IReadOnlyList<int> labels) => weights[labels[0]];

    public override Tensor Sum(Tensor logits, IReadOnlyList<IReadOnlyList<int>> labels)
    {
        var targets = new float[labels.Count * Classes];
        for (var row = 0; row < labels.Count; row++)
        {
            var target = targets.AsSpan(row * Classes, Classes);
            var label = labels[row][0];
            for (var c = 0; c < Classes; c++)
            {
                target[c] = (float)(weights[c] * ((smoothing / Classes) + (c == label ? 1 - smoothing : 0)));
            }
        }

        return nn.functional.log_softmax(logits, dim: 1).mul(Constant(targets, labels.Count, logits.device)).sum().neg();
    }

    public override double Measure(ReadOnlySpan<float> logits, IReadOnlyList<int> labels)
    {
        double largest = TensorPrimitives.Max(logits);
        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }

        return Math.Log(sum) + largest - logits[labels[0]];
    }

    public override void Predict(ReadOnlySpan<float> logits, Span<bool> predicted)
    {
        predicted.Clear();
        predicted[TensorPrimitives.IndexOfMax(logits)] = true;
    }
}
