using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator s_crossEntropy = new("cross_entropy_loss");
            private static readonly Operator s_binaryCrossEntropy = new("binary_cross_entropy");
            private static readonly Operator s_binaryCrossEntropyWithLogits = new("binary_cross_entropy_with_logits");
            private static readonly Operator s_meanSquaredError = new("mse_loss");

            /// <param name="input">Logits [rows, classes].</param>
            /// <param name="target">Classes [rows], or probabilities [rows, classes].</param>
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean,
                double label_smoothing = 0) =>
                s_crossEntropy.Call(input, target, Argument.Optional(weight), reduction, ignore_index, label_smoothing);

            public static Tensor binary_cross_entropy(
                Tensor input, Tensor target, Tensor weight = null, Reduction reduction = Reduction.Mean) =>
                s_binaryCrossEntropy.Call(input, target, Argument.Optional(weight), reduction);

            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor weight = null, Reduction reduction = Reduction.Mean, Tensor pos_weights = null) =>
                s_binaryCrossEntropyWithLogits.Call(input, target, Argument.Optional(weight), Argument.Optional(pos_weights), reduction);

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                s_meanSquaredError.Call(input, target, reduction);
        }
    }
}
