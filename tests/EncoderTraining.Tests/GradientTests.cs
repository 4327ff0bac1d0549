using EncoderTraining.Model;
using EncoderTraining.Numerics;
using EncoderTraining.Optimisation;

namespace EncoderTraining.Tests;

/// <summary>Every backward pass against finite differences of its forward pass.</summary>
public sealed class GradientTests
{
    private static readonly EncoderShape Shape = new()
    {
        VocabularySize = 37, HiddenSize = 24, LayerCount = 2, HeadCount = 3, IntermediateSize = 40, MaximumPositions = 20,
    };

    [Fact]
    public void Linear_layer()
    {
        var layer = new Linear("linear", 24, 40, new Random(1));
        GradientChecks.Perturb(layer.Parameters, 0.3f);
        Matrix x = GradientChecks.RandomMatrix(17, 24, 2), y = new(new float[17 * 40], 17, 40);
        Matrix dy = GradientChecks.RandomMatrix(17, 40, 3), dx = new(new float[17 * 24], 17, 24);
        layer.Forward(x, y);
        layer.Backward(x, dy, dx);
        double Loss()
        {
            layer.Forward(x, y);
            return GradientChecks.Weigh(y, dy);
        }

        AssertAll(Loss, layer.Parameters);
        GradientChecks.AssertDerivative(Loss, "input", x.Data, dx.Data);
    }

    [Fact]
    public void Layer_normalisation()
    {
        var layer = new LayerNorm("norm", 24);
        GradientChecks.Perturb(layer.Parameters, 0.5f);
        Matrix x = GradientChecks.RandomMatrix(9, 24, 2, 3), y = new(new float[9 * 24], 9, 24);
        Matrix dy = GradientChecks.RandomMatrix(9, 24, 3), dx = new(new float[9 * 24], 9, 24);
        layer.Forward(x, y);
        layer.Backward(dy, dx);
        double Loss()
        {
            layer.Forward(x, y);
            return GradientChecks.Weigh(y, dy);
        }

        AssertAll(Loss, layer.Parameters);
        GradientChecks.AssertDerivative(Loss, "input", x.Data, dx.Data);
    }

    [Fact]
    public void Gelu_activation()
    {
        var x = GradientChecks.Random(53, 1, 4);
        var weights = GradientChecks.Random(53, 2);
        var gradient = weights.ToArray();
        Gelu.Backward(x, gradient);
        double Loss()
        {
            var y = new float[x.Length];
            Gelu.Forward(x, y);
            return y.Zip(weights, (a, b) => (double)a * b).Sum();
        }

        GradientChecks.AssertDerivative(Loss, "input", x, gradient);
    }

    [Fact]
    public void Self_attention_over_sequences_of_different_lengths()
    {
        var layer = new SelfAttention("attention", 24, 3, new Random(1));
        GradientChecks.Perturb(layer.Parameters, 0.4f);
        var batch = Batch();
        var n = batch.TokenCount;
        Matrix x = GradientChecks.RandomMatrix(n, 24, 2), y = new(new float[n * 24], n, 24);
        Matrix dy = GradientChecks.RandomMatrix(n, 24, 3), dx = new(new float[n * 24], n, 24);
        layer.Forward(batch, x, y);
        layer.Backward(batch, x, dy, dx);
        double Loss()
        {
            layer.Forward(batch, x, y);
            return GradientChecks.Weigh(y, dy);
        }

        AssertAll(Loss, layer.Parameters);
        GradientChecks.AssertDerivative(Loss, "input", x.Data, dx.Data);
    }

    [Fact]
    public void Whole_model_under_the_masked_language_loss()
    {
        var encoder = new BertEncoder(Shape, seed: 1);
        var head = new MaskedLanguageHead(Shape, encoder.Embedding.Words, seed: 2);
        Parameter[] parameters = [.. encoder.Parameters, .. head.Parameters];
        GradientChecks.Perturb(parameters, 0.2f);
        var batch = Batch();
        int[] positions = [1, 4, 9, 14], targets = [5, 36, 7, 7];
        double Loss(bool backward)
        {
            var hidden = encoder.Forward(batch);
            var gradient = GradientChecks.Copy(hidden);
            var loss = head.LossAndGradient(hidden, positions, targets, gradient);
            if (backward)
                encoder.Backward(batch, gradient);
            return loss;
        }

        AssertWholeModel(Loss, parameters);
    }

    [Fact]
    public void Whole_model_under_the_contrastive_loss()
    {
        var encoder = new BertEncoder(Shape, seed: 1);
        GradientChecks.Perturb(encoder.Parameters, 0.2f);
        var batch = Batch();
        var contrast = new ContrastiveLoss(temperature: 0.5f);
        double Loss(bool backward)
        {
            var hidden = encoder.Forward(batch);
            var gradient = GradientChecks.Copy(hidden);
            Matrix pooled = new(new float[4 * 24], 4, 24), pooledGradient = new(new float[4 * 24], 4, 24);
            var norms = new float[4];
            MeanPooling.Forward(batch, hidden, pooled, norms);
            var loss = contrast.LossAndGradient(pooled, (_, _) => true, pooledGradient, out _);
            if (backward)
            {
                MeanPooling.Backward(batch, pooled, norms, pooledGradient, gradient);
                encoder.Backward(batch, gradient);
            }

            return loss;
        }

        AssertWholeModel(Loss, [.. encoder.Parameters]);
    }

    [Fact]
    public void Pairs_that_are_no_negatives_do_not_repel_each_other()
    {
        // Two identical pairs: told apart they cost ln 2, and nothing when each is no negative of the other.
        Matrix pooled = new([1, 0, 1, 0, 1, 0, 1, 0], 4, 2), gradient = new(new float[8], 4, 2);
        var contrast = new ContrastiveLoss(temperature: 0.05f);

        Assert.Equal(Math.Log(2), contrast.LossAndGradient(pooled, (_, _) => true, gradient, out _), 5);
        Assert.Equal(0, contrast.LossAndGradient(pooled, (_, _) => false, gradient, out _), 5);
    }

    private static PackedBatch Batch()
    {
        var batch = new PackedBatch();
        batch.Add(2, [5, 6, 7, 8], 3);
        batch.Add(2, [36, 5], 3);
        batch.Add(2, [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23], 3);
        batch.Add(2, [], 3);
        return batch;
    }

    private static void AssertAll(Func<double> loss, IEnumerable<Parameter> parameters)
    {
        foreach (var parameter in parameters)
            GradientChecks.AssertDerivative(loss, parameter.Name, parameter.Value.Data, parameter.Gradient.Data);
    }

    private static void AssertWholeModel(Func<bool, double> loss, IReadOnlyList<Parameter> parameters)
    {
        loss(true);
        // Each loss adds to the head's gradients: compare with what they were after the one backward pass.
        var gradients = parameters.Select(p => p.Gradient.Data.ToArray()).ToArray();
        for (var i = 0; i < parameters.Count; i++)
        {
            GradientChecks.AssertDerivative(
                () => loss(false), parameters[i].Name, parameters[i].Value.Data, gradients[i]);
        }
    }
}
