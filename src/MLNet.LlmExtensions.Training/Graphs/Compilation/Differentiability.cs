namespace MLNet.LlmExtensions.Training.Graphs.Compilation;

/// <summary>Which operators pass gradients on.</summary>
internal static class Differentiability
{
    /// <summary>What the name of an Identity node ends in that stops gradients.</summary>
    public const string StopGradient = "/stop_gradient";

    private static readonly HashSet<string> WithoutGradient = new(StringComparer.Ordinal)
    {
        "Shape", "Size", "ConstantOfShape", "EyeLike", "Range", "NonZero", "ArgMax", "ArgMin", "IsNaN", "IsInf",
        "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "Not", "And", "Or", "Xor", "Sign", "Floor", "Ceil", "Round",
        "DynamicQuantizeLinear", "MatMulInteger", "QuantizeLinear",
    };

    public static bool CarriesGradient(GraphNode node) => !(node.Domain.Length == 0 && WithoutGradient.Contains(node.Operator)) && !StopsGradient(node);

    public static bool StopsGradient(GraphNode node) => node.Is("Identity") && node.Name.EndsWith(StopGradient, StringComparison.Ordinal);
}
