using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.TorchSharp.Tests;

public sealed class ErrorTests
{
    // Not matmul and not autograd.grad: TorchSharp 0.106.0 forgets to catch what these throw, and the process ends.
    [Fact]
    public void Shapes_that_do_not_fit_are_an_external_exception_with_libtorchs_words()
    {
        using var scope = NewDisposeScope();

        var error = Assert.Throws<ExternalException>(() => ones(2, 3).mm(ones(2, 3)));

        Assert.Contains("shapes cannot be multiplied (2x3 and 2x3)", error.Message, StringComparison.Ordinal);
        Assert.Throws<ExternalException>(() => ones(2) + ones(3));
        Assert.Throws<ExternalException>(() => ones(2, 3).view(7));
        Assert.Throws<ExternalException>(() => cat([ones(2, 2), ones(2, 3)]));
    }

    [Fact]
    public void An_index_out_of_range_is_an_external_exception()
    {
        using var scope = NewDisposeScope();

        Assert.Throws<ExternalException>(() => ones(2).select(0, 2));
        Assert.Throws<ExternalException>(() => ones(2).index_select(0, tensor(new long[] { 5 })));
        Assert.Throws<ExternalException>(() => ones(2).sum(3));
        Assert.Throws<ExternalException>(() => ones(2).size(2));
    }

    [Fact]
    public void Autograds_refusals_are_external_exceptions()
    {
        using var scope = NewDisposeScope();
        Tensor x = ones(2, requires_grad: true);
        Tensor loss = (x * x).sum();
        loss.backward();

        Assert.Throws<ExternalException>(() => loss.backward());
        Assert.Throws<ExternalException>(() => (x * 2).backward());
        Assert.Throws<ExternalException>(() => ones(1).backward());
        Assert.Throws<ExternalException>(() => x.add_(1));
    }

    [Fact]
    public void After_an_error_the_next_call_works()
    {
        using var scope = NewDisposeScope();

        Assert.Throws<ExternalException>(() => ones(2) + ones(3));

        Numbers.Near([2, 2], ones(2) + ones(2));
    }

    [Fact]
    public void A_tensor_cannot_be_used_after_its_disposal()
    {
        Tensor tensor = ones(2);
        tensor.Dispose();
        tensor.Dispose();

        Assert.True(tensor.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => tensor.Handle);
        Assert.Throws<InvalidOperationException>(() => tensor + 1);
        Assert.Throws<InvalidOperationException>(() => tensor.shape);
        Assert.Throws<InvalidOperationException>(() => ones(2).add(tensor));
    }
}
