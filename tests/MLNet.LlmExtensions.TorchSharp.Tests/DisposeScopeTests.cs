using TorchSharp;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.TorchSharp.Tests;

public sealed class DisposeScopeTests
{
    [Fact]
    public void A_scope_disposes_of_everything_that_came_into_being_in_it()
    {
        DisposeScopeManager.Statistics.Reset();
        Tensor kept, lost;
        using (DisposeScope scope = NewDisposeScope())
        {
            lost = ones(2);
            kept = (lost + 1).MoveToOuterDisposeScope();
            _ = lost * 2;
            Assert.Equal(2, scope.DisposablesCount);
        }

        Assert.True(lost.IsInvalid);
        Assert.False(kept.IsInvalid);
        Assert.Equal(1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        kept.Dispose();
        Assert.Equal(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Scopes_nest_and_tensors_move_outwards()
    {
        using DisposeScope outer = NewDisposeScope();
        Tensor moved, detached;
        using (DisposeScope inner = NewDisposeScope())
        {
            Assert.Same(inner, CurrentDisposeScope);
            moved = inner.MoveToOuter(ones(1));
            detached = ones(1).DetachFromDisposeScope();
        }

        Assert.Same(outer, CurrentDisposeScope);
        Assert.True(outer.Contains(moved));
        Assert.False(outer.Contains(detached));
        outer.Dispose();
        Assert.True(moved.IsInvalid);
        Assert.False(detached.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void A_scope_can_be_emptied_but_for_some()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor kept = ones(1), lost = ones(1);

        Assert.Same(kept, scope.DisposeEverythingBut(kept));

        Assert.True(lost.IsInvalid);
        Assert.False(kept.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void Attaching_takes_a_tensor_into_a_scope()
    {
        Tensor tensor = ones(1);
        using (DisposeScope scope = NewDisposeScope())
        {
            scope.Attach(tensor);
            Assert.True(scope.Contains(tensor));
        }

        Assert.True(tensor.IsInvalid);
    }

    [Fact]
    public void A_tensor_disposed_of_early_leaves_its_scope()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor tensor = ones(1);

        tensor.Dispose();

        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void A_training_step_in_a_scope_leaves_nothing_behind()
    {
        using var parameter = nn.Parameter(ones(3, 3));
        Step(parameter);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (int i = 0; i < 10; i++)
            Step(parameter);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        static void Step(Tensor weight)
        {
            using DisposeScope scope = NewDisposeScope();
            (weight.matmul(weight).tanh() - 1).square().mean().backward();
            using IDisposable off = no_grad();
            weight.sub_(weight.grad! * 0.1);
            weight.grad = null;
        }
    }

    [Fact]
    public void Zeroing_a_tensor_gives_another_object_for_it()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor tensor = ones(2);

        Tensor zeroed = tensor.zero_();

        Assert.NotSame(tensor, zeroed);
        Assert.Equal(2, scope.DisposablesCount);
        tensor.fill_(3);
        Numbers.Near([3, 3], zeroed);
    }

    [Fact]
    public void A_closed_scope_cannot_be_used()
    {
        DisposeScope scope = NewDisposeScope();
        scope.Dispose();

        Assert.Throws<ObjectDisposedException>(() => scope.DisposablesCount);
    }

    [Fact]
    public void Every_thread_has_its_own_scopes()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor? other = null;

        var thread = new Thread(() =>
        {
            Assert.Null(CurrentDisposeScope);
            other = ones(1);
        });
        thread.Start();
        thread.Join();

        Assert.Equal(0, scope.DisposablesCount);
        other!.Dispose();
    }

    [Fact]
    public void Forgotten_tensors_are_freed_by_the_garbage_collector()
    {
        long before = Tensor.TotalCount;
        for (int i = 0; i < 50; i++)
            Forget();

        for (int i = 0; i < 20 && Tensor.TotalCount >= before + 50; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.True(Tensor.TotalCount < before + 50);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget() => _ = ones(10);
    }

    [Fact]
    public void A_parameter_takes_the_place_of_the_tensor_that_it_is_made_from()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor data = ones(2);

        var parameter = nn.Parameter(data);

        Assert.True(data.IsInvalid);
        Assert.True(parameter.requires_grad);
        Assert.True(parameter.is_leaf);
        Assert.True(scope.Contains(parameter));
        Assert.Equal(1, scope.DisposablesCount);
        Assert.False(nn.Parameter(ones(1), requires_grad: false).requires_grad);
    }
}
