using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Losses;

/// <summary>
/// One yes-or-no decision for each class, as <c>torch.nn.BCEWithLogitsLoss</c> defines it: with the weight w of a class's
/// positive rows, a target t and a logit x the loss is -(w·t·log σ(x) + (1-t)·log(1-σ(x))), and the mean is over rows and classes.
/// Label smoothing ε makes targets t·(1-ε) + ε/2.
/// </summary>
internal sealed class BinaryLosses(double[] positiveWeights, double smoothing) : ClassificationLoss(positiveWeights.Length)
{
    public override double Weight(IReadOnlyList<int> labels) => Classes;

    public override Tensor Sum(Tensor logits, IReadOnlyList<IReadOnlyList<int>> labels)
    {
        var positive = new float[labels.Count * Classes];
        var negative = new float[positive.Length];
        for (var row = 0; row < labels.Count; row++)
        {
            for (var c = 0; c < Classes; c++)
            {
                var target = (labels[row].Contains(c) ? 1 - smoothing : 0) + (smoothing / 2);
                positive[(row * Classes) + c] = (float)(positiveWeights[c] * target);
                negative[(row * Classes) + c] = (float)(1 - target);
            }
        }

        // -log σ(x) is softplus(-x), and -log(1-σ(x)) is softplus(x).
        var rows = labels.Count;
        var yes = nn.functional.softplus(logits.neg()).mul(Constant(positive, rows, logits.device));
        var no = nn.functional.softplus(logits).mul(Constant(negative, rows, logits.device));
        return yes.add(no).sum();
    }

    public override double Measure(ReadOnlySpan<float> logits, IReadOnlyList<int> labels)
    {
        var sum = 0.0;
        for (var c = 0; c < logits.Length; c++)
        {
            sum += Softplus(labels.Contains(c) ? -logits[c] : logits[c]);
        }

        return sum / Classes;
    }

    public override void Predict(ReadOnlySpan<float> logits, Span<bool> predicted)
    {
        for (var c = 0; c < logits.Length; c++)
        {
            predicted[c] = logits[c] > 0;
        }
    }
}
