using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>BERT's embeddings in one operator of ONNX Runtime: words, positions, segments and the norm of their sum.</summary>
internal static class EmbeddingOperators
{
    private const float DefaultEpsilon = 1e-12f;

    public static void Register(OperatorRegistry registry) =>
        registry.AddMicrosoft("EmbedLayerNormalization", static (node, _) => EmbedLayerNormalization(node));

    private static Kernel EmbedLayerNormalization(GraphNode node)
    {
        var epsilon = node.Attributes.Real("epsilon", DefaultEpsilon);
        return call =>
        {
            using var scope = NewDisposeScope();
            var ids = call.Tensor(0);
            var (rows, length) = (ids.shape[0], ids.shape[1]);
            var sum = LookUp(call.Tensor(2), ids, node);
            var positions = call.OptionalTensor(8) ?? arange(length, ScalarType.Int64, call.Device).unsqueeze(0);
            sum = sum.add(LookUp(call.Tensor(3), positions, node));
            if (call.OptionalTensor(1) is { } segments && call.OptionalTensor(4) is { } table)
                sum = sum.add(LookUp(table, segments, node));
            call.Return(0, NormalizationOperators.LayerNorm(sum, call.Tensor(5), call.Tensor(6), epsilon).MoveToOuterDisposeScope());
            if (call.IsWanted(1))
            {
                var lengths = call.OptionalTensor(7) is { } mask
                    ? mask.to_type(ScalarType.Int64).sum(1).to_type(ScalarType.Int32)
                    : zeros([rows], ScalarType.Int32, call.Device);
                call.Return(1, lengths.MoveToOuterDisposeScope());
            }

            call.Return(2, sum.MoveToOuterDisposeScope());
        };
    }

    private static Tensor LookUp(Tensor table, Tensor ids, GraphNode node)
    {
        var places = IndexingOperators.FromFront(ids, table.shape[0], node);
        return table.index_select(0, places.reshape(-1)).view(ids.shape[0], ids.shape[1], table.shape[1]);
    }
}
