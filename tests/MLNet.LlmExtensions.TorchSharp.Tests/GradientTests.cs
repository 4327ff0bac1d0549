using static TorchSharp.torch;

namespace MLNet.LlmExtensions.TorchSharp.Tests;

public sealed class GradientTests
{
    public static TheoryData<string> Functions => [.. s_functions.Keys];

    private static readonly Dictionary<string, Func<Tensor, Tensor>> s_functions = new()
    {
        ["exp"] = x => x.exp(),
        ["erf"] = x => x.erf(),
        ["tanh"] = x => x.tanh(),
        ["sigmoid"] = x => x.sigmoid(),
        ["gelu"] = nn.functional.gelu,
        ["silu"] = x => nn.functional.silu(x),
        ["square"] = x => x * x,
        ["power"] = x => (x + 3).pow(1.5),
        ["division"] = x => 1 / (x + 3),
        ["softmax"] = x => x.softmax(-1) * arange(3, dtype: ScalarType.Float64),
        ["log softmax"] = x => x.log_softmax(-1)[TensorIndex.Colon, 1],
        ["mean"] = x => x.mean([1]).square(),
        ["norm"] = x => x.norm(1),
        ["variance"] = x => x.var([1], unbiased: false),
        ["matrix product"] = x => x.matmul(x.t()),
        ["transposition"] = x => x.t().reshape(2, 3) * x,
        ["selection"] = x => x.index_select(1, tensor(new long[] { 2, 0, 2 })) * x,
        ["joining"] = x => cat([x, x * x], 1).square(),
        ["mask"] = x => x.masked_fill(x > 0, 0) * x,
        ["choice"] = x => where(x > 0, x * 2, x * x),
        ["layer norm"] = x => nn.functional.layer_norm(x, [3], arange(1, 4, dtype: ScalarType.Float64), null, 1e-5) * x,
        ["linear"] = x => nn.functional.linear(x, arange(12, dtype: ScalarType.Float64).reshape(4, 3), ones(4, dtype: ScalarType.Float64)).square(),
        ["attention"] = x => nn.functional.scaled_dot_product_attention(x.unsqueeze(0), x.unsqueeze(0), x.unsqueeze(0)),
        ["cross entropy"] = x => nn.functional.cross_entropy(x, tensor(new long[] { 2, 0 }), label_smoothing: 0.1),
        ["binary cross entropy"] = x => nn.functional.binary_cross_entropy_with_logits(x, ones_like(x) * 0.3),
        ["einsum"] = x => einsum("ij,kj->ik", x, x.exp()),
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Gradients_agree_with_finite_differences(string name)
    {
        using var scope = NewDisposeScope();
        Func<Tensor, Tensor> function = s_functions[name];
        double[] point = [0.3, -0.7, 1.1, -0.2, 0.9, 0.5];
        Tensor x = tensor(point, [2, 3], requires_grad: true);

        function(x).sum().backward();
        double[] gradient = x.grad!.data<double>().ToArray();

        const double step = 1e-6;
        for (int i = 0; i < point.Length; i++)
        {
            double difference = (Value(i, step) - Value(i, -step)) / (2 * step);
            Assert.True(Math.Abs(difference - gradient[i]) < 1e-6 * (1 + Math.Abs(difference)), $"Element {i}: {difference} by differences, {gradient[i]} by autograd.");
        }

        double Value(int index, double change)
        {
            double[] moved = [.. point];
            moved[index] += change;
            return function(tensor(moved, [2, 3])).sum().item<double>();
        }
    }

    [Fact]
    public void Gradients_add_up_until_they_are_cleared()
    {
        using var scope = NewDisposeScope();
        Tensor x = ones(2, requires_grad: true);

        (x * 3).sum().backward();
        (x * 4).sum().backward();
        Numbers.Near([7, 7], x.grad!);

        x.grad = null;
        Assert.Null(x.grad);
        x.grad = full([2], 5f);
        Numbers.Near([5, 5], x.grad!);
    }

    [Fact]
    public void No_grad_records_nothing_and_detach_cuts()
    {
        using var scope = NewDisposeScope();
        Tensor x = ones(2, requires_grad: true);

        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
                Assert.True((x * 2).requires_grad);
        }

        Assert.True(is_grad_enabled());
        Assert.True((x * 2).requires_grad);
        Assert.False(x.detach().requires_grad);
        Assert.True(x.is_leaf);
        Assert.False((x * 2).is_leaf);

        (x.detach() * x).sum().backward();
        Numbers.Near([1, 1], x.grad!);
    }

    [Fact]
    public void Inference_mode_records_nothing()
    {
        using var scope = NewDisposeScope();
        Tensor x = ones(2, requires_grad: true);

        using (inference_mode())
            Assert.False((x * 2).requires_grad);
        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void Backward_takes_the_gradient_of_a_result()
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor([1f, 2f], requires_grad: true);

        (x * x).backward(grad_tensors: [tensor([1f, 10f])]);
        Numbers.Near([2, 40], x.grad!);

        autograd.backward(x * 3, tensor([1f, 1f]));
        Numbers.Near([5, 43], x.grad!);
    }

    [Fact]
    public void Grad_returns_gradients_and_leaves_the_leaves_alone()
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor([2f], requires_grad: true), unused = tensor([1f], requires_grad: true);

        IList<Tensor> gradients = autograd.grad([x.pow(3)], [x, unused], grad_outputs: [ones(1)], allow_unused: true);

        Numbers.Near([12], gradients[0]);
        Assert.Null(x.grad);
    }

    [Fact]
    public void The_graph_can_be_kept_for_a_second_gradient()
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor([2f], requires_grad: true);
        Tensor y = x.pow(3);

        Tensor first = autograd.grad([y], [x], create_graph: true, retain_graph: true)[0];
        Tensor second = autograd.grad([first], [x])[0];

        Numbers.Near([12], first);
        Numbers.Near([12], second);
        y.backward(retain_graph: true);
        y.backward();
        Numbers.Near([24], x.grad!);
    }

    [Fact]
    public void Changes_of_a_leaf_want_no_grad()
    {
        using var scope = NewDisposeScope();
        Tensor x = ones(2, requires_grad: true);

        using (no_grad())
            x.add_(1);

        Numbers.Near([2, 2], x.detach());
        Assert.True(x.requires_grad);
    }

    [Fact]
    public void Dropout_scales_what_it_keeps_and_does_nothing_outside_training()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        Tensor x = ones([10000], requires_grad: true);

        Tensor dropped = nn.functional.dropout(x, 0.25, training: true);
        dropped.sum().backward();
        float[] values = Numbers.Floats(dropped.detach());

        Assert.All(values, value => Assert.True(value == 0 || Math.Abs(value - 4 / 3f) < 1e-6));
        Assert.InRange(values.Count(value => value == 0), 2300, 2700);
        Assert.Equal(values, Numbers.Floats(x.grad!));
        Numbers.Near(Numbers.Floats(x.detach()), nn.functional.dropout(x, 0.25, training: false).detach(), 0);
    }

    [Fact]
    public void Bfloat16_has_gradients_too()
    {
        using var scope = NewDisposeScope();
        Tensor weight = tensor([0.5f, -0.25f], [1, 2], requires_grad: true);

        Tensor y = nn.functional.linear(tensor([2f, 4f], [1, 2]).to(ScalarType.BFloat16), weight.to(ScalarType.BFloat16));
        y.to(ScalarType.Float32).sum().backward();

        Assert.Equal(ScalarType.Float32, weight.grad!.dtype);
        Numbers.Near([2, 4], weight.grad!);
    }
}
