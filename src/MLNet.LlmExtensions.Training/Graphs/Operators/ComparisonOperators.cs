using MLNet.LlmExtensions.Training.Graphs.Execution;
using static TorchSharp.torch;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Comparisons and logic.</summary>
internal static class ComparisonOperators
{
    public static void Register(OperatorRegistry registry)
    {
        Add(registry, "Equal", static (a, b) => a == b, static (a, b) => a == b, static (a, b) => a.eq(b));
        Add(registry, "Less", static (a, b) => a < b, static (a, b) => a < b, static (a, b) => a.lt(b));
        Add(registry, "LessOrEqual", static (a, b) => a <= b, static (a, b) => a <= b, static (a, b) => a.le(b));
        Add(registry, "Greater", static (a, b) => a > b, static (a, b) => a > b, static (a, b) => a.gt(b));
        Add(registry, "GreaterOrEqual", static (a, b) => a >= b, static (a, b) => a >= b, static (a, b) => a.ge(b));
        Add(registry, "And", static (a, b) => (a & b) != 0, static (a, b) => a != 0 && b != 0, static (a, b) => a.logical_and(b));
        Add(registry, "Or", static (a, b) => (a | b) != 0, static (a, b) => a != 0 || b != 0, static (a, b) => a.logical_or(b));
        Add(registry, "Xor", static (a, b) => a != b, static (a, b) => a != b, static (a, b) => a.ne(b));
        registry.Add("Not", static (_, _) => Not);
        registry.Add("IsNaN", static (_, _) => static call => call.Return(isnan(call.Tensor(0))));
    }

    private static void Add(
        OperatorRegistry registry, string name, Func<long, long, bool> integers, Func<double, double, bool> reals, Func<Tensor, Tensor, Tensor> tensors) =>
        registry.Add(name, (_, _) => call =>
        {
            if (call.Host(0) is { } left && call.Host(1) is { } right
                && HostBroadcast.Apply(left, right, DataType.Bool, (a, b) => integers(a, b) ? 1 : 0, (a, b) => reals(a, b) ? 1 : 0) is { } result)
            {
                call.Return(result);
                return;
            }

            using var pair = new PromotedPair(call.Tensor(0), call.Tensor(1));
            call.Return(tensors(pair.Left, pair.Right));
        });

    private static void Not(Call call)
    {
        if (call.Host(0) is { } host)
            call.Return(new HostTensor(DataType.Bool, host.Shape, Array.ConvertAll(host.Integers(), value => value == 0 ? 1L : 0L)));
        else
            call.Return(call.Tensor(0).logical_not());
    }
}
