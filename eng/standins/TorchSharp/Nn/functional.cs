using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Layers and losses without state.</summary>
        public static partial class functional
        {
            private static readonly Operator s_linear = new("linear");
            private static readonly Operator s_layerNorm = new("layer_norm");
            private static readonly Operator s_dropout = new("dropout");
            private static readonly Operator s_dropout_ = new("dropout_");
            private static readonly Operator s_gelu_ = new("gelu_");
            private static readonly Operator s_oneHot = new("one_hot");
            private static readonly Operator s_pad = new("pad");

            public static Tensor linear(Tensor input, Tensor weights, Tensor bias = null) =>
                s_linear.Call(input, weights, Argument.Optional(bias));

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor weight = null, Tensor bias = null, double eps = 1e-05) =>
                s_layerNorm.Call(input, normalized_shape, Argument.Optional(weight), Argument.Optional(bias), eps);

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? s_dropout_.Apply(input, p, training).Shared() : s_dropout.Call(input, p, training);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_().alias() : x.relu();

            public static Tensor gelu(Tensor x) => x.gelu();

            public static Tensor gelu(Tensor x, bool inplace) => inplace ? s_gelu_.Apply(x).alias() : x.gelu();

            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? x.silu_().alias() : x.silu();

            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_().alias() : x.tanh();

            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? x.sigmoid_().alias() : x.sigmoid();

            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => x.softplus(beta, threshold);

            public static Tensor logsigmoid(Tensor x) => x.log_sigmoid();

            /// <param name="num_classes">-1: one more than the greatest class.</param>
            public static Tensor one_hot(Tensor x, long num_classes = -1) =>
                x.dtype == ScalarType.Int64
                    ? s_oneHot.Call(x, num_classes)
                    : throw new ArgumentException("OneHot input tensor must have elements of type Int64");

            /// <summary>Divides by the norm along one dimension, or by <paramref name="eps"/> where that is less.</summary>
            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1e-12)
            {
                using DisposeScope scope = NewDisposeScope();
                return scope.MoveToOuter(input / input.norm((int)dim, keepdim: true, p: (float)p).clamp_min(eps).expand_as(input));
            }

            /// <param name="pad">How many elements before and after, beginning with the last dimension.</param>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                s_pad.Call(input, pad, Name(mode), mode == PaddingModes.Constant ? value : Argument.None);

            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, pad.ToArray(), mode, value);

            private static string Name(PaddingModes mode) => mode switch
            {
                PaddingModes.Reflect => "reflect",
                PaddingModes.Replicate => "replicate",
                PaddingModes.Circular => "circular",
                _ => "constant",
            };
        }
    }
}
