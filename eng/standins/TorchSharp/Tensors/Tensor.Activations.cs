using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_relu = new("relu");
        private static readonly Operator s_relu_ = new("relu_");
        private static readonly Operator s_gelu = new("gelu");
        private static readonly Operator s_silu = new("silu");
        private static readonly Operator s_silu_ = new("silu_");
        private static readonly Operator s_softmaxInt = new("softmax", "int");
        private static readonly Operator s_log_softmaxInt = new("log_softmax", "int");
        private static readonly Operator s_softplus = new("softplus");
        private static readonly Operator s_log_sigmoid = new("log_sigmoid");

        public Tensor relu() => s_relu.Call(this);

        public Tensor relu_() => s_relu_.Apply(this);

        public Tensor gelu() => s_gelu.Call(this);

        public Tensor silu() => s_silu.Call(this);

        public Tensor silu_() => s_silu_.Apply(this);

        public Tensor softmax(long dim, ScalarType? dtype = null) => s_softmaxInt.Call(this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => s_log_softmaxInt.Call(this, dim, dtype);

        public Tensor softplus(double beta = 1, double threshold = 20) => s_softplus.Call(this, beta, threshold);

        public Tensor log_sigmoid() => s_log_sigmoid.Call(this);
    }
}
