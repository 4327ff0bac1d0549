using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_zerosLike = new("zeros_like");
        private static readonly Operator s_onesLike = new("ones_like");
        private static readonly Operator s_emptyLike = new("empty_like");
        private static readonly Operator s_fullLike = new("full_like");
        private static readonly Operator s_randLike = new("rand_like");
        private static readonly Operator s_randnLike = new("randn_like");

        public Tensor zeros_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
            Like(s_zerosLike, dtype, device, requires_grad);

        public Tensor ones_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
            Like(s_onesLike, dtype, device, requires_grad);

        public Tensor empty_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
            Like(s_emptyLike, dtype, device, requires_grad);

        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
            Finished(s_fullLike.Call(this, value, dtype ?? this.dtype, Argument.None, device ?? this.device), requires_grad);

        public Tensor rand_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
            Like(s_randLike, dtype, device, requires_grad);

        public Tensor randn_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
            Like(s_randnLike, dtype, device, requires_grad);

        private Tensor Like(Operator source, ScalarType? type, Device device, bool requiresGrad) =>
            Finished(source.Call(this, type ?? dtype, Argument.None, device ?? this.device), requiresGrad);
    }
}
