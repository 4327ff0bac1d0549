using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Activation functions, ONNX Runtime's fused ones and dropout.</summary>
internal static class ActivationOperators
{
    private const float QuickGeluSlope = 1.702f;

    // Numbers for libtorch are native objects: made once, they cost nothing while training.
    private static readonly Scalar TanhGeluLinear = 1.5957691216057308.ToScalar();
    private static readonly Scalar TanhGeluCubic = (1.5957691216057308 * 0.044715).ToScalar();

    public static void Register(OperatorRegistry registry)
    {
        registry.Add("Relu", static (_, _) => static call => call.Return(call.Tensor(0).relu()));
        registry.Add("Tanh", static (_, _) => static call => call.Return(call.Tensor(0).tanh()));
        registry.Add("Sigmoid", static (_, _) => static call => call.Return(call.Tensor(0).sigmoid()));
        registry.Add("Softplus", static (_, _) => static call => call.Return(functional.softplus(call.Tensor(0))));
        registry.Add("Gelu", static (node, _) => node.Attributes.Text("approximate", "none") == "tanh"
            ? static call => call.Return(TanhGelu(call.Tensor(0)))
            : static call => call.Return(functional.gelu(call.Tensor(0))));
        registry.Add("Softmax", static (node, _) => Softmax(node, static (value, axis) => value.softmax(axis)));
        registry.Add("LogSoftmax", static (node, _) => Softmax(node, static (value, axis) => functional.log_softmax(value, axis)));
        registry.Add("Dropout", static (node, _) => Dropout(node));
        registry.AddFused(FusedOperators.Silu, static (_, _) => static call => call.Return(functional.silu(call.Tensor(0))));
        registry.AddMicrosoft("Gelu", static (_, _) => static call => call.Return(functional.gelu(call.Tensor(0))));
        registry.AddMicrosoft("BiasGelu", static (_, _) => static call =>
        {
            using var pair = new PromotedPair(call.Tensor(0), call.Tensor(1));
            using var sum = pair.Left.add(pair.Right);
            call.Return(functional.gelu(sum));
        });
        registry.AddMicrosoft("FastGelu", static (_, _) => static call =>
        {
            if (call.OptionalTensor(1) is not { } bias)
            {
                call.Return(TanhGelu(call.Tensor(0)));
                return;
            }

            using var sum = call.Tensor(0).add(bias);
            call.Return(TanhGelu(sum));
        });
        registry.AddMicrosoft("QuickGelu", static (node, _) =>
        {
            var slope = node.Attributes.Real("alpha", QuickGeluSlope);
            return call =>
            {
                var x = call.Tensor(0);
                using var scaled = x.mul(slope);
                using var gate = scaled.sigmoid();
                call.Return(x.mul(gate));
            };
        });
    }

    /// <summary>
    /// x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))) (<see href="https://arxiv.org/abs/1606.08415"/>). Since
    /// (1 + tanh z)/2 = sigmoid(2z), it is x · sigmoid(x · (a + b x²)), which keeps fewer values for the backward pass.
    /// </summary>
    public static Tensor TanhGelu(Tensor x)
    {
        using var square = x.mul(x);
        square.mul_(TanhGeluCubic).add_(TanhGeluLinear);
        using var gate = x.mul(square);
        using var open = gate.sigmoid();
        return x.mul(open);
    }

    /// <summary>Since version 13 along one axis; before, over all dimensions from the axis on.</summary>
    private static Kernel Softmax(GraphNode node, Func<Tensor, long, Tensor> compute)
    {
        var isOld = node.Version < 13;
        var axis = node.Attributes.Integer("axis", isOld ? 1 : -1);
        return call =>
        {
            using var wide = WidePrecision.Of(call.Tensor(0));
            var value = wide.Value;
            var place = axis < 0 ? axis + value.ndim : axis;
            if (!isOld || place == value.ndim - 1)
            {
                call.Return(compute(value, place));
                return;
            }

            var shape = value.shape;
            using var flat = value.flatten(place, -1);
            using var result = compute(flat, -1);
            call.Return(result.view(shape));
        };
    }

    /// <summary>
    /// The ratio is an attribute up to version 11 and an input since 12. Outside training the input passes, and at nodes that
    /// are not an adapter's own always.
    /// </summary>
    private static Kernel Dropout(GraphNode node)
    {
        var isAdapters = node.Name.Contains(LoraTransfer.AdapterDropout, StringComparison.Ordinal);
        var ratio = node.Attributes.Real("ratio", 0.5f);
        var isOld = node.Version < 12;
        return call =>
        {
            var probability = !isOld && call.Has(1) ? call.Number(1) : ratio;
            if (call.IsWanted(1))
                throw new NotSupportedException($"{node}: the mask of a dropout is not supported as a value.");
            call.Return(isAdapters && call.IsTraining && probability > 0 ? Drop(call.Tensor(0), probability, call.Random) : call.Tensor(0).alias());
        };
    }

    /// <summary>
    /// Drops elements and makes up for them (<see href="https://jmlr.org/papers/v15/srivastava14a.html"/>). libtorch's own
    /// dropout takes its random numbers from a generator of the whole process, which another training would disturb.
    /// </summary>
    private static Tensor Drop(Tensor value, double probability, Generator random)
    {
        if (probability >= 1)
            return value.mul(0);
        using var mask = empty_like(value);
        mask.bernoulli_(1 - probability, random).div_(1 - probability);
        return value.mul(mask);
    }
}
