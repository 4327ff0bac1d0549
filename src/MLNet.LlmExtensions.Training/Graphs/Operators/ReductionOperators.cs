using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Sums, means and extremes along axes.</summary>
internal static class ReductionOperators
{
    public static void Register(OperatorRegistry registry)
    {
        Add(registry, "ReduceSum", static (value, axes, keep) => value.sum(axes, keep));
        Add(registry, "ReduceMean", static (value, axes, keep) => value.mean(axes, keep));
        Add(registry, "ReduceMax", static (value, axes, keep) => value.amax(axes, keep));
        Add(registry, "ReduceMin", static (value, axes, keep) => value.amin(axes, keep));
        Add(registry, "ReduceProd", Product);
        Add(registry, "ReduceSumSquare", static (value, axes, keep) =>
        {
            using var square = value.mul(value);
            return square.sum(axes, keep);
        });
        Add(registry, "ReduceL2", static (value, axes, keep) =>
        {
            using var square = value.mul(value);
            using var sum = square.sum(axes, keep);
            return sum.sqrt();
        });
        registry.Add("CumSum", static (node, _) => CumulativeSum(node));
        registry.Add("ArgMax", static (node, _) =>
        {
            var axis = node.Attributes.Integer("axis", 0);
            var keep = node.Attributes.Flag("keepdims", otherwise: true);
            if (node.Attributes.Flag("select_last_index"))
                throw new NotSupportedException($"{node} asks for the last of equal values, which is not supported in training.");
            return call => call.Return(call.Tensor(0).argmax(axis, keep));
        });
    }

    private static void Add(OperatorRegistry registry, string name, Func<Tensor, long[], bool, Tensor> reduce) =>
        registry.Add(name, (node, _) =>
        {
            var axesOf = Axes.Reader(node);
            var keep = node.Attributes.Flag("keepdims", otherwise: true);
            var mayDoNothing = node.Attributes.Flag("noop_with_empty_axes");
            return call =>
            {
                using var wide = WidePrecision.Of(call.Tensor(0));
                var value = wide.Value;
                var axes = axesOf(call);
                if (axes is null or [])
                {
                    if (mayDoNothing)
                    {
                        call.Return(call.Tensor(0).alias());
                        return;
                    }

                    axes = new long[value.ndim];
                    for (var i = 0; i < axes.Length; i++)
                        axes[i] = i;
                }

                var result = reduce(value, axes, keep);
                if (result.dtype != value.dtype)
                {
                    // libtorch widens sums of integers.
                    using var sum = result;
                    result = sum.to_type(value.dtype);
                }

                call.Return(result);
            };
        });

    private static Tensor Product(Tensor value, long[] axes, bool keep)
    {
        var places = Array.ConvertAll(axes, axis => (long)Axes.Normalize(axis, value.ndim));
        Array.Sort(places);
        var result = value.alias();
        // From the back, so that the places in front stay what they are.
        for (var i = places.Length - 1; i >= 0; i--)
        {
            using var previous = result;
            result = previous.prod(places[i], keep);
        }

        return result;
    }

    private static Kernel CumulativeSum(GraphNode node)
    {
        var isExclusive = node.Attributes.Flag("exclusive");
        var isReverse = node.Attributes.Flag("reverse");
        return call =>
        {
            using var scope = NewDisposeScope();
            var value = call.Tensor(0);
            var axis = Axes.Normalize(call.Integers(1)[0], value.ndim);
            var sums = value.cumsum(axis).to_type(value.dtype);
            // From the back it is what is left of the whole: the sum of all less the sum of those before.
            if (isReverse)
                sums = value.sum(axis, keepdim: true).to_type(value.dtype).sub(sums).add(value);
            if (isExclusive)
                sums = sums.sub(value);
            call.Return(sums.MoveToOuterDisposeScope());
        };
    }
}
