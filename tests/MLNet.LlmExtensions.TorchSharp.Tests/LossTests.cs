using static TorchSharp.torch;

namespace MLNet.LlmExtensions.TorchSharp.Tests;

public sealed class LossTests
{
    private static readonly float[] s_logits = [1f, -1f, 0.5f, 2f, 0f, -2f];

    [Fact]
    public void Cross_entropy_is_the_mean_of_minus_the_log_probabilities()
    {
        using var scope = NewDisposeScope();
        Tensor logits = tensor(s_logits, [2, 3]);
        Tensor classes = tensor(new long[] { 2, 0 });
        double first = Loss(0, 2), second = Loss(1, 0);

        Assert.Equal((first + second) / 2, nn.functional.cross_entropy(logits, classes).item<float>(), 1e-6);
        Numbers.Near([(float)first, (float)second], nn.functional.cross_entropy(logits, classes, reduction: nn.Reduction.None));
        Assert.Equal(first + second, nn.functional.cross_entropy(logits, classes, reduction: nn.Reduction.Sum).item<float>(), 1e-6);

        // Weighted: divided by the sum of the weights.
        Tensor weights = tensor([3f, 1f, 0.5f]);
        Assert.Equal((0.5 * first + 3 * second) / 3.5, nn.functional.cross_entropy(logits, classes, weights).item<float>(), 1e-6);

        // Ignored rows do not count.
        Assert.Equal(second, nn.functional.cross_entropy(logits, tensor(new long[] { -100, 0 })).item<float>(), 1e-6);

        // Smoothing mixes in the mean over all classes.
        double smoothed = 0.9 * first + 0.1 * (Loss(0, 0) + Loss(0, 1) + Loss(0, 2)) / 3;
        Assert.Equal(smoothed, nn.functional.cross_entropy(logits[..1], classes[..1], label_smoothing: 0.1).item<float>(), 1e-6);
    }

    [Fact]
    public void Binary_cross_entropy_takes_logits_and_weights_of_positives()
    {
        using var scope = NewDisposeScope();
        Tensor logits = tensor([0.3f, -1.2f]);
        Tensor targets = tensor([1f, 0f]);
        double positive = Math.Log(1 + Math.Exp(-0.3)), negative = Math.Log(1 + Math.Exp(-1.2));

        Assert.Equal((positive + negative) / 2, nn.functional.binary_cross_entropy_with_logits(logits, targets).item<float>(), 1e-6);
        Assert.Equal(
            (4 * positive + negative) / 2,
            nn.functional.binary_cross_entropy_with_logits(logits, targets, pos_weights: tensor([4f, 4f])).item<float>(), 1e-6);
    }

    [Fact]
    public void Layer_norm_and_normalize_are_the_formulas()
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor([1f, 2f, 6f], [1, 3]);
        float deviation = MathF.Sqrt(14f / 3 + 1e-5f);

        Numbers.Near([-2 / deviation, -1 / deviation, 3 / deviation], nn.functional.layer_norm(x, [3]));
        Numbers.Near([1 / MathF.Sqrt(41), 2 / MathF.Sqrt(41), 6 / MathF.Sqrt(41)], nn.functional.normalize(x));
    }

    private static double Loss(int row, int target) =>
        Math.Log(s_logits[(3 * row)..(3 * row + 3)].Sum(logit => Math.Exp(logit))) - s_logits[3 * row + target];
}
