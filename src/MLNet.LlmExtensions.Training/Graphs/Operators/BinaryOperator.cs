using MLNet.LlmExtensions.Training.Graphs.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>One arithmetic operation in the forms it is needed in.</summary>
/// <param name="Integers">On integers in managed memory.</param>
/// <param name="Reals">On floating-point numbers in managed memory.</param>
/// <param name="Tensors">On native tensors of one type.</param>
internal sealed record BinaryOperator(Func<long, long, long> Integers, Func<double, double, double> Reals, Func<Tensor, Tensor, Tensor> Tensors)
{
    /// <summary>With a number on the right, which saves a tensor; null where libtorch has no such form.</summary>
    public Func<Tensor, Scalar, Tensor>? WithNumber { get; init; }

    /// <summary>Whether the operands may change places.</summary>
    public bool IsCommutative { get; init; }

    public void Run(Call call)
    {
        var (left, right) = (call.Host(0), call.Host(1));
        if (left is not null && right is not null && HostBroadcast.Apply(left, right, left.Type, Integers, Reals) is { } result)
            call.Return(result);
        else if (WithNumber is not null && right is not null && left is null && IsNumberFor(call.Tensor(0), right))
            call.Return(WithNumber(call.Tensor(0), right.ToScalar()));
        else if (WithNumber is not null && IsCommutative && left is not null && right is null && IsNumberFor(call.Tensor(1), left))
            call.Return(WithNumber(call.Tensor(1), left.ToScalar()));
        else
            call.Return(Apply(call.Tensor(0), call.Tensor(1)));
    }

    /// <summary>For operators of any number of operands.</summary>
    public void RunAll(Call call)
    {
        if (call.InputCount == 1)
        {
            call.Return(call.Tensor(0).alias());
            return;
        }

        if (call.InputCount == 2)
        {
            Run(call);
            return;
        }

        var result = Apply(call.Tensor(0), call.Tensor(1));
        for (var i = 2; i < call.InputCount; i++)
        {
            using var previous = result;
            result = Apply(previous, call.Tensor(i));
        }

        call.Return(result);
    }

    private Tensor Apply(Tensor left, Tensor right)
    {
        using var pair = new PromotedPair(left, right);
        return Tensors(pair.Left, pair.Right);
    }

    private static bool IsNumberFor(Tensor tensor, HostTensor number) =>
        number is { Count: 1, IsReal: true } && number.Rank <= tensor.ndim && ElementTypes.IsReal(tensor.dtype);
}
