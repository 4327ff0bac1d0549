using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Attention that a fusion found in plain operators.</summary>
internal static class AttentionOperators
{
    /// <summary>Inputs of the fused operator.</summary>
    internal const int Query = 0, Key = 1, Value = 2, Bias = 3, Scale = 4, ScoresShape = 5;

    /// <summary>The attribute that says that the scale divides.</summary>
    internal const string Divides = "divides";

    public static void Register(OperatorRegistry registry) => registry.AddFused(FusedOperators.Attention, Attention);

    private static Kernel Attention(GraphNode node, TorchGraphOptions options)
    {
        var divides = node.Attributes.Flag(Divides);
        var isNarrow = options.Precision == TrainingPrecision.BFloat16;
        return call =>
        {
            using var scope = NewDisposeScope();
            var scale = call.Has(Scale) ? call.Number(Scale) : 1;
            var query = InType(call.Tensor(Query), isNarrow);
            var key = InType(call.Tensor(Key), isNarrow).transpose(-1, -2);
            var value = InType(call.Tensor(Value), isNarrow);
            var bias = call.OptionalTensor(Bias);
            if (!call.Has(ScoresShape))
            {
                call.Return(AttentionMath.Compute(query, key, value, bias, divides ? 1 / scale : scale).MoveToOuterDisposeScope());
                return;
            }

            // The heads of a group are stacked along the sequence: [batch, groups, heads of a group · length, size].
            var stacked = query.shape;
            if (stacked.Length != 4 || value.ndim != 4 || call.Integers(ScoresShape) is not [_, _, > 0 and var shared, _, _] || stacked[2] % shared != 0)
                throw new InvalidOperationException($"Queries of the shape [{string.Join(", ", stacked)}] are not the stacked heads of groups.");
            var length = stacked[2] / shared;
            query = query.reshape(stacked[0], stacked[1] * shared, length, stacked[3]);
            if (bias is { ndim: 5 })
            {
                var sizes = bias.shape;
                bias = sizes[1] == 1 && sizes[2] == 1
                    ? bias.squeeze(1)
                    : bias.expand(sizes[0], stacked[1], shared, sizes[3], sizes[4]).reshape(sizes[0], stacked[1] * shared, sizes[3], sizes[4]);
            }

            var context = AttentionMath.Compute(query, key, value, bias, divides ? 1 / scale : scale);
            call.Return(context.reshape(stacked[0], stacked[1], stacked[2], value.shape[3]).MoveToOuterDisposeScope());
        };
    }

    private static Tensor InType(Tensor value, bool isNarrow) =>
        isNarrow && value.dtype != ScalarType.BFloat16 ? value.to_type(ScalarType.BFloat16) : value;
}
