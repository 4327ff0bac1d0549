using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_matmul = new("matmul");
        private static readonly Operator s_mm = new("mm");
        private static readonly Operator s_bmm = new("bmm");
        private static readonly Operator s_mv = new("mv");
        private static readonly Operator s_dot = new("dot");
        private static readonly Operator s_outer = new("outer");
        private static readonly Operator s_addmm = new("addmm");
        private static readonly Operator s_addmm_ = new("addmm_");
        private static readonly Operator s_addmv = new("addmv");
        private static readonly Operator s_tril = new("tril");
        private static readonly Operator s_tril_ = new("tril_");
        private static readonly Operator s_triu = new("triu");
        private static readonly Operator s_triu_ = new("triu_");
        private static readonly Operator s_trace = new("trace");

        public Tensor matmul(Tensor target) => s_matmul.Call(this, target);

        public Tensor mm(Tensor target) => s_mm.Call(this, target);

        public Tensor bmm(Tensor batch2) => s_bmm.Call(this, batch2);

        public Tensor mv(Tensor target) => s_mv.Call(this, target);

        public Tensor dot(Tensor target)
        {
            if (ndim != 1 || target.ndim != 1 || shape[0] != target.shape[0])
                throw new InvalidOperationException("dot arguments must have the same shape.");

            return s_dot.Call(this, target);
        }

        public Tensor outer(Tensor vec2) => s_outer.Call(this, vec2);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => s_addmm.Call(this, mat1, mat2, beta, alpha);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => s_addmm_.Apply(this, mat1, mat2, beta, alpha);

        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => s_addmv.Call(this, mat, vec, beta, alpha);

        public Tensor tril(long diagonal = 0) => s_tril.Call(this, diagonal);

        /// <summary>As in the official package the result is another object for the same tensor.</summary>
        public Tensor tril_(long diagonal = 0) => s_tril_.Apply(this, diagonal).Shared();

        public Tensor triu(long diagonal = 0) => s_triu.Call(this, diagonal);

        /// <summary>As in the official package the result is another object for the same tensor.</summary>
        public Tensor triu_(long diagonal = 0) => s_triu_.Apply(this, diagonal).Shared();

        public Tensor trace() => s_trace.Call(this);
    }
}
