using static TorchSharp.torch;

namespace MLNet.LlmExtensions.TorchSharp.Tests;

public sealed class AutogradFunctionTests
{
    [Fact]
    public void The_gradient_is_what_backward_says()
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor([2f, 3f], requires_grad: true);

        Tensor y = ScaledSquare.apply(x, 10f);
        (y * tensor([1f, 2f])).sum().backward();

        Numbers.Near([40, 90], y.detach());
        Numbers.Near([40, 120], x.grad!);
    }

    [Fact]
    public void Nothing_is_recorded_where_no_input_needs_a_gradient()
    {
        using var scope = NewDisposeScope();

        Assert.False(ScaledSquare.apply(ones(2), 1f).requires_grad);
        using (no_grad())
            Assert.False(ScaledSquare.apply(ones(2, requires_grad: true), 1f).requires_grad);
    }

    [Fact]
    public void Functions_chain_with_others()
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor([0.5f], requires_grad: true);

        ScaledSquare.apply(ScaledSquare.apply(x.exp(), 2f), 3f).backward();

        // 3·(2·e²ˣ)² = 12·e⁴ˣ
        Numbers.Near([48 * MathF.Exp(2)], x.grad!, 1e-2);
    }

    [Fact]
    public void A_function_can_have_several_inputs_and_results()
    {
        using var scope = NewDisposeScope();
        Tensor a = tensor([2f], requires_grad: true), b = tensor([5f], requires_grad: true);

        List<Tensor> results = SumAndProduct.apply(a, b);
        (results[0] + 10 * results[1]).backward();

        Numbers.Near([51], a.grad!);
        Numbers.Near([21], b.grad!);
    }

    [Fact]
    public void A_result_without_gradient_gets_zeros()
    {
        using var scope = NewDisposeScope();
        Tensor a = tensor([2f], requires_grad: true), b = tensor([5f], requires_grad: true);

        SumAndProduct.apply(a, b)[0].backward();

        Numbers.Near([1], a.grad!);
    }

    private sealed class ScaledSquare : autograd.SingleTensorFunction<ScaledSquare>
    {
        public override string Name => nameof(ScaledSquare);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var input = (Tensor)vars[0];
            ctx.save_for_backward([input]);
            ctx.save_data("scale", vars[1]);
            return input.square() * (float)vars[1];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            [grad_output * ctx.get_saved_variables()[0] * (2 * (float)ctx.get_data("scale")), null!];
    }

    private sealed class SumAndProduct : autograd.MultiTensorFunction<SumAndProduct>
    {
        public override string Name => nameof(SumAndProduct);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_for_backward([(Tensor)vars[0], (Tensor)vars[1]]);
            return [(Tensor)vars[0] + (Tensor)vars[1], (Tensor)vars[0] * (Tensor)vars[1]];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            List<Tensor> saved = ctx.get_saved_variables();
            return [grad_outputs[0] + grad_outputs[1] * saved[1], grad_outputs[0] + grad_outputs[1] * saved[0]];
        }
    }
}
