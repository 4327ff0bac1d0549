using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Loop;
using MLNet.LlmExtensions.Training.Losses;
using MLNet.LlmExtensions.Training.Tests.Support;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Runs;

public sealed class StepRunnerTests
{
    private static readonly double[] Weights = [0.5, 1, 3];

    [Fact]
    public void Several_batches_give_the_gradient_of_one_large_batch()
    {
        var rows = ToyData.Rows(24, classes: 3, seed: 4, several: 0.3);
        var indices = Enumerable.Range(0, 24).ToArray();

        var (large, largeLoss) = Gradients(rows, [indices]);
        var (small, smallLoss) = Gradients(rows, [indices[..5], indices[5..6], indices[6..20], indices[20..]]);

        Assert.Equal(largeLoss, smallLoss, 6);
        Assert.Equal(large, small, (x, y) => Math.Abs(x - y) < 1e-7);
    }

    [Fact]
    public void Gradients_are_those_of_finite_differences()
    {
        var rows = ToyData.Rows(6, classes: 3, seed: 5, several: 0.3);
        using var model = new BagModel(ToyData.Vocabulary, 4, dropout: 0.2);
        var vectors = new TextVectors(model, rows, padTokenId: 0);
        using var head = new ClassifierHead(3, 4, dropout: 0.1, seed: 2, CPU);
        var runner = Steps.Runner(vectors, head, new CrossEntropyLoss(Weights, 0.1), seed: 9);
        int[][] batches = [[0, 1, 2], [3, 4, 5]];
        runner.Run(batches, step: 3);

        // Computing the loss again adds to the gradients, so all are read first.
        var gradients = vectors.Parameters.Concat(head.Parameters)
            .Select(parameter => (parameter, TensorValues.ToArray(parameter.Tensor.grad!)))
            .ToArray();
        foreach (var (parameter, gradient) in gradients)
        {
            var values = TensorValues.ToArray(parameter.Tensor);
            foreach (var i in Enumerable.Range(0, values.Length).Where(i => gradient[i] != 0).Take(12))
            {
                const float Step = 1e-2f;
                var difference = (LossWith(i, Step) - LossWith(i, -Step)) / (2 * Step);
                Assert.Equal(difference, gradient[i], 3);
            }

            // The same step drops the same.
            double LossWith(int index, float change)
            {
                var changed = (float[])values.Clone();
                changed[index] += change;
                TensorValues.Set(parameter.Tensor, changed);
                var loss = runner.Run(batches, step: 3);
                TensorValues.Set(parameter.Tensor, values);
                return loss;
            }
        }
    }

    [Fact]
    public void Dropout_differs_from_step_to_step_and_batch_to_batch()
    {
        var rows = ToyData.Rows(8, classes: 3, seed: 4);
        int[] all = [.. Enumerable.Range(0, 8)];

        Assert.Equal(Gradients(rows, [all], headDropout: 0.5, step: 1).Loss, Gradients(rows, [all], headDropout: 0.5, step: 1).Loss);
        Assert.NotEqual(Gradients(rows, [all], headDropout: 0.5, step: 1).Loss, Gradients(rows, [all], headDropout: 0.5, step: 2).Loss);
        Assert.NotEqual(
            Gradients(rows, [all], headDropout: 0.5).Loss, Gradients(rows, [all, all], headDropout: 0.5).Loss);
    }

    private static (float[] Gradients, double Loss) Gradients(
        TokenizedExample[] rows, int[][] batches, double headDropout = 0, int step = 0)
    {
        using var model = new BagModel(ToyData.Vocabulary, 4);
        var vectors = new TextVectors(model, rows, padTokenId: 0);
        using var head = new ClassifierHead(3, 4, headDropout, seed: 2, CPU);
        var loss = Steps.Runner(vectors, head, new CrossEntropyLoss(Weights, 0.1), seed: 9).Run(batches, step);
        return ([.. vectors.Parameters.Concat(head.Parameters).SelectMany(parameter => TensorValues.ToArray(parameter.Tensor.grad!))], loss);
    }
}
