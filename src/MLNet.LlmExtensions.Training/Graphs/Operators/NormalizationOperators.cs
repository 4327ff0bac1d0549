using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>LayerNorm (<see href="https://arxiv.org/abs/1607.06450"/>) and RMSNorm (<see href="https://arxiv.org/abs/1910.07467"/>), alone and after a residual sum.</summary>
internal static class NormalizationOperators
{
    private const float DefaultEpsilon = 1e-5f;
    private const float SkipEpsilon = 1e-12f;

    public static void Register(OperatorRegistry registry)
    {
        registry.Add("LayerNormalization", static (node, _) => LayerNormalization(node));
        // ONNX Runtime has these two in ONNX's own domain.
        registry.Add("SimplifiedLayerNormalization", static (node, _) => RmsNormalization(node));
        registry.Add("RMSNormalization", static (node, _) => RmsNormalization(node));
        registry.AddFused(FusedOperators.RmsNorm, static (node, _) => RmsNormalization(node));
        registry.AddMicrosoft("LayerNormalization", static (node, _) => LayerNormalization(node));
        registry.AddMicrosoft("SimplifiedLayerNormalization", static (node, _) => RmsNormalization(node));
        registry.AddMicrosoft("SkipLayerNormalization", static (node, _) => Skip(node, hasBeta: true));
        registry.AddMicrosoft("SkipSimplifiedLayerNormalization", static (node, _) => Skip(node, hasBeta: false));
    }

    /// <summary>LayerNorm over the last dimensions, in single precision at least.</summary>
    /// <param name="value">[…, normalized].</param>
    /// <param name="weight">Its shape is what is normalised over.</param>
    /// <param name="bias">Of the same shape, or null.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static Tensor LayerNorm(Tensor value, Tensor weight, Tensor? bias, double epsilon)
    {
        using var wide = WidePrecision.Of(value);
        return functional.layer_norm(wide.Value, weight.shape, weight, bias, epsilon);
    }

    /// <summary>x / √(mean(x²) + ε) · weight, in single precision at least.</summary>
    public static Tensor RmsNorm(Tensor value, Tensor weight, Scalar epsilon)
    {
        using var wide = WidePrecision.Of(value);
        var x = wide.Value;
        using var square = x.mul(x);
        using var mean = square.mean([-1], keepdim: true);
        mean.add_(epsilon);
        using var inverse = mean.rsqrt();
        using var normalized = x.mul(inverse);
        return normalized.mul(weight);
    }

    private static Kernel LayerNormalization(GraphNode node)
    {
        var epsilon = node.Attributes.Real("epsilon", DefaultEpsilon);
        var axis = node.Attributes.Integer("axis", -1);
        return call =>
        {
            if (call.IsWanted(1) || call.IsWanted(2))
                throw new NotSupportedException($"{node}: mean and deviation of a norm are not supported as values.");
            var (value, weight) = (call.Tensor(0), call.Tensor(1));
            if (weight.ndim != value.ndim - Axes.Normalize(axis, value.ndim))
                throw new InvalidDataException($"The scale of a norm has {weight.ndim} dimensions, which do not fit the axis {axis} of {value.ndim}.");
            call.Return(LayerNorm(value, weight, call.OptionalTensor(2), epsilon));
        };
    }

    private static Kernel RmsNormalization(GraphNode node)
    {
        var epsilon = node.Attributes.Real("epsilon", DefaultEpsilon).ToScalar();
        var axis = node.Attributes.Integer("axis", -1);
        return call =>
        {
            var value = call.Tensor(0);
            if (Axes.Normalize(axis, value.ndim) != value.ndim - 1)
                throw new NotSupportedException($"{node} normalises over more than the last dimension, which is not supported in training.");
            call.Return(RmsNorm(value, call.Tensor(1), epsilon));
        };
    }

    /// <summary>A norm of input + skip (+ bias); the sum is the fourth output.</summary>
    private static Kernel Skip(GraphNode node, bool hasBeta)
    {
        var epsilon = node.Attributes.Real("epsilon", SkipEpsilon);
        var epsilonScalar = epsilon.ToScalar();
        return call =>
        {
            if (call.IsWanted(1) || call.IsWanted(2))
                throw new NotSupportedException($"{node}: mean and deviation of a norm are not supported as values.");
            using var pair = new PromotedPair(call.Tensor(0), call.Tensor(1));
            var sum = pair.Left.add(pair.Right);
            if (call.OptionalTensor(hasBeta ? 4 : 3) is { } bias)
            {
                using var without = sum;
                sum = without.add(bias);
            }

            call.Return(0, hasBeta
                ? LayerNorm(sum, call.Tensor(2), call.OptionalTensor(3), epsilon)
                : RmsNorm(sum, call.Tensor(2), epsilonScalar));
            call.Return(3, sum);
        };
    }
}
