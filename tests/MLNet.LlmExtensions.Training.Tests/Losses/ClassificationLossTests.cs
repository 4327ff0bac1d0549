using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Training.Losses;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Losses;

/// <summary>Against libtorch's own losses.</summary>
public sealed class ClassificationLossTests
{
    private static readonly IReadOnlyList<int>[] Labels = [[0], [2], [1], [2], [0]];
    private static readonly IReadOnlyList<int>[] Sets = [[0, 2], [], [1], [0, 1, 2], [2]];

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.1, false)]
    [InlineData(0, true)]
    [InlineData(0.2, true)]
    public void Cross_entropy_is_that_of_torch_with_weights_and_smoothing(double smoothing, bool weighted)
    {
        using var scope = NewDisposeScope();
        double[] weights = weighted ? [0.5, 2, 1.25] : [1, 1, 1];
        var loss = new CrossEntropyLoss(weights, smoothing);
        var (ours, theirs) = (Logits(), Logits());

        var value = loss.Sum(ours, Labels).div(Labels.Sum(loss.Weight));
        var expected = nn.functional.cross_entropy(
            theirs,
            tensor(Labels.Select(row => (long)row[0]).ToArray()),
            tensor(weights.Select(weight => (float)weight).ToArray()),
            label_smoothing: smoothing);

        AssertSame(expected, value, theirs, ours);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.2, true)]
    public void Binary_losses_are_those_of_torch_with_weights_of_positive_rows(double smoothing, bool weighted)
    {
        using var scope = NewDisposeScope();
        double[] weights = weighted ? [0.5, 2, 1.25] : [1, 1, 1];
        var loss = new BinaryLosses(weights, smoothing);
        var (ours, theirs) = (Logits(), Logits());
        var targets = Sets.SelectMany(row => Enumerable.Range(0, 3).Select(c => (float)((row.Contains(c) ? 1 - smoothing : 0) + (smoothing / 2))));

        var value = loss.Sum(ours, Sets).div(Sets.Sum(loss.Weight));
        var expected = nn.functional.binary_cross_entropy_with_logits(
            theirs, tensor(targets.ToArray(), [5, 3]), pos_weights: tensor(weights.Select(weight => (float)weight).ToArray()));

        AssertSame(expected, value, theirs, ours);
    }

    [Fact]
    public void Measuring_leaves_smoothing_and_weights_out()
    {
        using var scope = NewDisposeScope();
        var logits = Logits();
        var values = logits.detach().data<float>().ToArray();
        var single = new CrossEntropyLoss([3, 1, 2], 0.3);
        var several = new BinaryLosses([3, 1, 2], 0.3);

        var mean = Enumerable.Range(0, 5).Average(row => single.Measure(values.AsSpan(row * 3, 3), Labels[row]));
        var meanOfSeveral = Enumerable.Range(0, 5).Average(row => several.Measure(values.AsSpan(row * 3, 3), Sets[row]));

        Assert.Equal(nn.functional.cross_entropy(logits, tensor(Labels.Select(row => (long)row[0]).ToArray())).item<float>(), mean, 5);
        var targets = Sets.SelectMany(row => Enumerable.Range(0, 3).Select(c => row.Contains(c) ? 1f : 0f)).ToArray();
        Assert.Equal(nn.functional.binary_cross_entropy_with_logits(logits, tensor(targets, [5, 3])).item<float>(), meanOfSeveral, 5);
    }

    [Fact]
    public void Large_logits_do_not_overflow()
    {
        var single = new CrossEntropyLoss([1, 1], 0);
        var several = new BinaryLosses([1, 1], 0);

        Assert.Equal(2000, single.Measure([1000, -1000], [1]), 6);
        Assert.Equal(1000, several.Measure([1000, -1000], [1]), 6);
    }

    [Fact]
    public void The_likeliest_class_is_predicted_or_every_likely_one()
    {
        var predicted = new bool[3];

        new CrossEntropyLoss([1, 1, 1], 0).Predict([0.1f, 2, 1], predicted);
        Assert.Equal([false, true, false], predicted);
        new BinaryLosses([1, 1, 1], 0).Predict([-0.1f, 2, 1], predicted);
        Assert.Equal([false, true, true], predicted);
    }

    [Fact]
    public void Class_weights_follow_the_rows_and_have_a_mean_of_one()
    {
        IReadOnlyList<int>[] rows = [.. Enumerable.Repeat<IReadOnlyList<int>>([0], 16), .. Enumerable.Repeat<IReadOnlyList<int>>([1], 4)];

        Assert.Equal([1, 1], LabelWeights.OfClasses(ClassWeighting.None, 2, rows));
        Assert.Equal([0.625, 2.5], LabelWeights.OfClasses(ClassWeighting.Balanced, 2, rows), Same);
        var root = LabelWeights.OfClasses(ClassWeighting.SquareRoot, 2, rows);
        Assert.Equal(2, root[1] / root[0], 12);
        Assert.Equal(20, (16 * root[0]) + (4 * root[1]), 12);
        Assert.Equal([0.25, 4], LabelWeights.Positive(ClassWeighting.Balanced, 2, rows), Same);
        Assert.Equal([0.5, 2], LabelWeights.Positive(ClassWeighting.SquareRoot, 2, rows), Same);
    }

    private static bool Same(double expected, double actual) => Math.Abs(expected - actual) < 1e-12;

    private static Tensor Logits() =>
        tensor([0.3f, -1.2f, 2.5f, 1.1f, 0.2f, -0.7f, 0, 4, -3, 0.5f, 0.5f, 0.5f, -2, 1, 3], [5, 3], requires_grad: true);

    private static void AssertSame(Tensor expected, Tensor actual, Tensor expectedLogits, Tensor actualLogits)
    {
        expected.backward();
        actual.backward();
        Assert.Equal(expected.item<float>(), actual.item<float>(), 5);
        Assert.Equal(
            expectedLogits.grad!.data<float>().ToArray(), actualLogits.grad!.data<float>().ToArray(), (x, y) => Math.Abs(x - y) < 1e-6);
    }
}
