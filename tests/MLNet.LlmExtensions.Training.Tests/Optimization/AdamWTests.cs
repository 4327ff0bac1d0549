using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Optimization;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Optimization;

public sealed class AdamWTests
{
    [Fact]
    public void Steps_follow_the_formula()
    {
        float[] start = [0.5f, -2, 3e-3f, 100];
        float[][] gradients = [[0.1f, -5, 1e-6f, 0], [0.2f, 3, -1e-6f, 1], [-0.3f, 0.5f, 2e-6f, 1]];
        double[] factors = [0.5, 1, 0.25];
        using var parameter = Parameter(start, decays: true);
        using var optimizer = new AdamW([new ParameterGroup([parameter.Trainable], 0.01)], new AdamWOptions { WeightDecay = 0.1 });

        var (w, m, v) = (start.Select(x => (double)x).ToArray(), new double[4], new double[4]);
        for (var step = 0; step < 3; step++)
        {
            parameter.SetGradient(gradients[step]);
            optimizer.Step(factors[step]);

            // Algorithm 2 of the paper, with PyTorch's decay that the learning rate scales.
            var rate = 0.01 * factors[step];
            for (var i = 0; i < 4; i++)
            {
                double g = gradients[step][i];
                w[i] -= rate * 0.1 * w[i];
                m[i] = (0.9 * m[i]) + (0.1 * g);
                v[i] = (0.999 * v[i]) + (0.001 * g * g);
                var (mHat, vHat) = (m[i] / (1 - Math.Pow(0.9, step + 1)), v[i] / (1 - Math.Pow(0.999, step + 1)));
                w[i] -= rate * mHat / (Math.Sqrt(vHat) + 1e-8);
            }

            Assert.Equal(w.Select(x => (float)x), parameter.Values(), (x, y) => Math.Abs(x - y) <= 2e-6f * Math.Max(1, Math.Abs(x)));
        }
    }

    [Fact]
    public void Decay_spares_biases_and_each_group_has_its_rate()
    {
        using var matrix = Parameter([2], decays: true);
        using var bias = Parameter([2], decays: false);
        using var slow = Parameter([2], decays: true);
        using var optimizer = new AdamW(
            [new ParameterGroup([matrix.Trainable, bias.Trainable], 0.1), new ParameterGroup([slow.Trainable], 0.01)],
            new AdamWOptions { WeightDecay = 0.5 });

        matrix.SetGradient([0]);
        bias.SetGradient([0]);
        slow.SetGradient([0]);
        optimizer.Step(1);

        Assert.Equal(1.9f, matrix.Values()[0], 5);
        Assert.Equal(2f, bias.Values()[0]);
        Assert.Equal(1.99f, slow.Values()[0], 5);
    }

    [Fact]
    public void A_parameter_without_a_gradient_stays()
    {
        using var parameter = Parameter([2], decays: true);
        using var optimizer = new AdamW([new ParameterGroup([parameter.Trainable], 0.1)], new AdamWOptions());

        optimizer.Step(1);

        Assert.Equal(2f, parameter.Values()[0]);
    }

    [Fact]
    public void Gradients_are_cleared()
    {
        using var parameter = Parameter([2], decays: true);
        using var optimizer = new AdamW([new ParameterGroup([parameter.Trainable], 0.1)], new AdamWOptions());
        parameter.SetGradient([3]);

        optimizer.ClearGradients();

        Assert.Equal(0f, parameter.Trainable.Tensor.grad!.item<float>());
    }

    [Theory]
    [InlineData("bert-train-mean")]
    [InlineData("bert-train-cls")]
    [InlineData("llama-train-last")]
    [InlineData("gpt2-train-mean")]
    [InlineData("biogpt-train-last")]
    public void The_first_step_is_that_of_the_reference(string golden)
    {
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(SharedData.PathTo($"reference/lora/{golden}.safetensors"));
        var names = file.Tensors.Keys.Where(name => name.StartsWith("grad.", StringComparison.Ordinal)).Select(name => name[5..]).ToArray();
        Assert.NotEmpty(names);
        foreach (var name in names)
        {
            using var parameter = Parameter(file.GetElements<float>("init." + name).ToArray(), decays: false);
            using var optimizer = new AdamW([new ParameterGroup([parameter.Trainable], 1e-3)], new AdamWOptions { DecayAll = true });
            parameter.SetGradient(file.GetElements<float>("grad." + name).ToArray());

            optimizer.Step(1);

            Assert.Equal(file.GetElements<float>("after1." + name).ToArray(), parameter.Values(), (x, y) => Math.Abs(x - y) < 1e-6f);
        }
    }

    [Theory]
    [InlineData(1, 1.0 / 6)]
    [InlineData(10, 1)]
    [InlineData(0, 1)]
    public void Gradients_that_are_long_together_are_scaled_down_together(double maximum, double scale)
    {
        using var first = Parameter([1, 1], decays: true);
        using var second = Parameter([1], decays: true);
        using var none = Parameter([1], decays: true);
        first.SetGradient([2, 4]);
        second.SetGradient([-4]);

        var norm = GradientClipper.Clip([first.Trainable, second.Trainable, none.Trainable], maximum);

        Assert.Equal(6, norm, 5);
        Assert.Equal((float)(2 * scale), first.Gradient()[0], 5);
        Assert.Equal((float)(-4 * scale), second.Gradient()[0], 5);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_reported_and_left()
    {
        using var parameter = Parameter([1, 1], decays: true);
        parameter.SetGradient([float.NaN, 4]);

        Assert.False(double.IsFinite(GradientClipper.Clip([parameter.Trainable], 1)));
        Assert.Equal(4, parameter.Gradient()[1]);
    }

    private static Variable Parameter(float[] values, bool decays) => new(values, decays);

    private sealed class Variable : IDisposable
    {
        public Variable(float[] values, bool decays) =>
            Trainable = new TrainableParameter("p", tensor(values, requires_grad: true).DetachFromDisposeScope(), decays);

        public TrainableParameter Trainable { get; }

        public void SetGradient(float[] values) => Trainable.Tensor.grad = tensor(values);

        public float[] Values() => TensorValues.ToArray(Trainable.Tensor);

        public float[] Gradient() => TensorValues.ToArray(Trainable.Tensor.grad!);

        public void Dispose() => Trainable.Tensor.Dispose();
    }
}
