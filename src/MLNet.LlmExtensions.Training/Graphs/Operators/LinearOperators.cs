using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Linear layers: products with a weight, which may be stored in fewer bits than it is computed in.</summary>
internal static class LinearOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.AddFused(FusedOperators.Linear, Linear);
        registry.AddFused(FusedOperators.WeightNorm, static (node, _) => WeightNorm(node));
        registry.AddFused(FusedOperators.ScaledSum, static (node, _) =>
        {
            var factor = node.Attributes.Real("factor", 1).ToScalar();
            return call =>
            {
                using var pair = new PromotedPair(call.Tensor(0), call.Tensor(1));
                call.Return(pair.Left.add(pair.Right, factor));
            };
        });
    }

    private static Kernel Linear(GraphNode node, TorchGraphOptions options)
    {
        var isTransposed = node.Attributes.Flag(FusedOperators.Transposed);
        var isNarrow = options.Precision == TrainingPrecision.BFloat16;
        return call =>
        {
            var x = call.Tensor(0);
            var type = isNarrow ? ScalarType.BFloat16 : x.dtype;
            using var weight = InType(call.Weight(1), type);
            using var bias = call.Has(2) ? InType(call.Tensor(2), type) : null;
            if (isTransposed)
            {
                using var turned = weight.t();
                call.Return(functional.linear(x, turned, bias));
            }
            else
            {
                call.Return(functional.linear(x, weight, bias));
            }
        };
    }

    private static Kernel WeightNorm(GraphNode node)
    {
        var isTransposed = node.Attributes.Flag(FusedOperators.Transposed);
        var axis = node.Attributes.Integer("axis", 1);
        return call =>
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            var change = call.Tensor(1);
            var weight = InType(call.Weight(0), change.dtype);
            var adapted = change.add(isTransposed ? weight.t() : weight);
            call.Return(adapted.mul_(adapted).sum(axis).sqrt().clamp_min(call.Number(2)).MoveToOuterDisposeScope());
        };
    }

    /// <summary>A tensor of its own, which the caller disposes, whether something had to be converted or not.</summary>
    private static Tensor InType(object weight, ScalarType type) => weight switch
    {
        IFrozenMatrix matrix => matrix.Dequantize(type),
        Tensor tensor => tensor.dtype == type ? tensor.alias() : tensor.to_type(type),
        _ => throw new InvalidDataException("A linear layer's weight is a single number."),
    };
}
