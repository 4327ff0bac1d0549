using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Training.Graphs.Operators;

namespace MLNet.LlmExtensions.Training.Graphs.Compilation;

/// <summary>Which operators pass gradients on.</summary>
internal static class Differentiability
{
    private static readonly HashSet<string> WithoutGradient = new(StringComparer.Ordinal)
    {
        "Shape", "Size", "ConstantOfShape", "EyeLike", "Range", "NonZero", "ArgMax", "ArgMin", "IsNaN", "IsInf",
        "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "Not", "And", "Or", "Xor", "Sign", "Floor", "Ceil", "Round",
        "DynamicQuantizeLinear", "MatMulInteger", "QuantizeLinear",
    };

    public static bool CarriesGradient(GraphNode node) =>
        !(node.Domain.Length == 0 && WithoutGradient.Contains(node.Operator)) && !StopsGradient(node)
        && node is not { Domain: GraphNode.FusedDomain, Operator: FusedOperators.WeightNorm };

    public static bool StopsGradient(GraphNode node) => node.Is("Identity") && node.Name.EndsWith(LoraTransfer.StopGradient, StringComparison.Ordinal);
}
