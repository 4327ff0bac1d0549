using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Products of matrices in general.</summary>
internal static class MatrixOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add("MatMul", static (_, _) => static call =>
        {
            using var pair = new PromotedPair(call.Tensor(0), call.Tensor(1));
            call.Return(MatrixProduct.Multiply(pair.Left, pair.Right));
        });
        registry.Add("Gemm", static (node, _) => Gemm(node));
        registry.AddMicrosoft("FusedMatMul", static (node, _) => FusedMatMul(node));
        registry.Add("Einsum", static (node, _) =>
        {
            var equation = node.Attributes.Text("equation", "");
            return call =>
            {
                var operands = new Tensor[call.InputCount];
                for (var i = 0; i < operands.Length; i++)
                    operands[i] = call.Tensor(i);
                call.Return(einsum(equation, operands));
            };
        });
    }

    /// <summary>alpha · A · B + beta · C, with A and B as they are or transposed.</summary>
    private static Kernel Gemm(GraphNode node)
    {
        var (alpha, beta) = (node.Attributes.Real("alpha", 1), node.Attributes.Real("beta", 1));
        var (transposeA, transposeB) = (node.Attributes.Flag("transA"), node.Attributes.Flag("transB"));
        return call =>
        {
            using var scope = NewDisposeScope();
            using var pair = new PromotedPair(call.Tensor(0), call.Tensor(1));
            var a = transposeA ? pair.Left.t() : pair.Left;
            var b = transposeB ? pair.Right.t() : pair.Right;
            var product = MatrixProduct.Multiply(a, b);
            if (alpha != 1)
                product = product.mul(alpha);
            if (call.OptionalTensor(2) is { } c)
            {
                using var sum = new PromotedPair(product, c);
                product = beta == 1 ? sum.Left.add(sum.Right) : sum.Left.add(sum.Right.mul(beta));
            }

            call.Return(product.MoveToOuterDisposeScope());
        };
    }

    /// <summary>A product with a factor and transpositions of the last two dimensions, or of the last with all batch dimensions.</summary>
    private static Kernel FusedMatMul(GraphNode node)
    {
        var alpha = node.Attributes.Real("alpha", 1);
        var (transposeA, transposeB) = (node.Attributes.Flag("transA"), node.Attributes.Flag("transB"));
        if (node.Attributes.Flag("transBatchA") || node.Attributes.Flag("transBatchB"))
            throw new NotSupportedException($"{node} moves batch dimensions, which is not supported in training.");
        return call =>
        {
            using var scope = NewDisposeScope();
            using var pair = new PromotedPair(call.Tensor(0), call.Tensor(1));
            var a = transposeA ? pair.Left.transpose(-1, -2) : pair.Left;
            var b = transposeB ? pair.Right.transpose(-1, -2) : pair.Right;
            var product = MatrixProduct.Multiply(a, b);
            call.Return((alpha == 1 ? product : product.mul(alpha)).MoveToOuterDisposeScope());
        };
    }
}
