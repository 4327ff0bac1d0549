using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.TorchSharp.Tests;

public sealed class OptimizerTests
{
    [Fact]
    public void AdamW_follows_its_formula()
    {
        using var scope = NewDisposeScope();
        const double rate = 0.1, beta1 = 0.8, beta2 = 0.95, epsilon = 1e-6, decay = 0.2;
        double weight = 1.5, mean = 0, square = 0;
        var parameter = nn.Parameter(tensor(new[] { weight }));
        using AdamW optimizer = optim.AdamW([parameter], rate, beta1, beta2, epsilon, decay);

        for (int step = 1; step <= 5; step++)
        {
            optimizer.zero_grad();
            (parameter * parameter * parameter).sum().backward();
            optimizer.step();

            double gradient = 3 * weight * weight;
            weight *= 1 - rate * decay;
            mean = beta1 * mean + (1 - beta1) * gradient;
            square = beta2 * square + (1 - beta2) * gradient * gradient;
            double corrected = Math.Sqrt(square / (1 - Math.Pow(beta2, step))) + epsilon;
            weight -= rate * mean / (1 - Math.Pow(beta1, step)) / corrected;
            Assert.Equal(weight, parameter.detach().item<double>(), 1e-12);
        }
    }

    [Fact]
    public void AdamW_has_no_decay_unless_asked()
    {
        using var scope = NewDisposeScope();
        var parameter = nn.Parameter(ones(1));
        parameter.grad = zeros(1);
        using AdamW optimizer = optim.AdamW([parameter], lr: 0.5);

        optimizer.step();

        Numbers.Near([1], parameter.detach());
    }

    [Fact]
    public void Groups_have_rates_and_decays_of_their_own()
    {
        using var scope = NewDisposeScope();
        var fast = nn.Parameter(ones(1));
        var frozen = nn.Parameter(ones(1));
        using AdamW optimizer = optim.AdamW(
        [
            new AdamW.ParamGroup([fast], lr: 0.1, weight_decay: 0.5),
            new AdamW.ParamGroup([frozen], lr: 0.0),
        ]);
        fast.grad = zeros(1);
        frozen.grad = ones(1);

        optimizer.step();
        Numbers.Near([0.95f], fast.detach());
        Numbers.Near([1], frozen.detach());

        foreach (optim.ILearningRateController group in optimizer.ParamGroups)
            group.LearningRate = 0.2;

        optimizer.step();
        Numbers.Near([0.95f * 0.9f], fast.detach());
    }

    [Fact]
    public void Zero_grad_sets_gradients_to_zero()
    {
        using var scope = NewDisposeScope();
        var parameter = nn.Parameter(ones(2));
        using AdamW optimizer = optim.AdamW([parameter]);
        parameter.sum().backward();

        optimizer.zero_grad();

        Numbers.Near([0, 0], parameter.grad!);
    }

    [Fact]
    public void A_parameter_without_gradient_stays()
    {
        using var scope = NewDisposeScope();
        var parameter = nn.Parameter(ones(1));
        using AdamW optimizer = optim.AdamW([parameter], lr: 1, weight_decay: 0.5);

        optimizer.step();

        Numbers.Near([1], parameter.detach());
    }

    [Fact]
    public void Clipping_scales_all_gradients_together_and_returns_the_norm_before()
    {
        using var scope = NewDisposeScope();
        var a = nn.Parameter(zeros(1));
        var b = nn.Parameter(zeros(2));
        var none = nn.Parameter(zeros(1));
        a.grad = tensor([3f]);
        b.grad = tensor([0f, 4f]);

        Assert.Equal(5, nn.utils.clip_grad_norm_([a, b, none], 1), 1e-5);
        Numbers.Near([0.6f], a.grad!);
        Numbers.Near([0, 0.8f], b.grad!);

        Assert.Equal(1, nn.utils.clip_grad_norm_([a, b, none], 10), 1e-5);
        Numbers.Near([0.6f], a.grad!);
    }
}
