using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_sum = new("sum");
        private static readonly Operator s_sumDimIntlist = new("sum", "dim_IntList");
        private static readonly Operator s_mean = new("mean");
        private static readonly Operator s_meanDim = new("mean", "dim");
        private static readonly Operator s_prod = new("prod");
        private static readonly Operator s_prodDimInt = new("prod", "dim_int");
        private static readonly Operator s_max = new("max");
        private static readonly Operator s_maxOther = new("max", "other");
        private static readonly Operator s_maxDim = new("max", "dim");
        private static readonly Operator s_min = new("min");
        private static readonly Operator s_minOther = new("min", "other");
        private static readonly Operator s_minDim = new("min", "dim");
        private static readonly Operator s_argmax = new("argmax");
        private static readonly Operator s_argmin = new("argmin");
        private static readonly Operator s_all = new("all");
        private static readonly Operator s_allDim = new("all", "dim");
        private static readonly Operator s_any = new("any");
        private static readonly Operator s_anyDim = new("any", "dim");
        private static readonly Operator s_normScalar = new("norm", "Scalar");
        private static readonly Operator s_normScalaroptDim = new("norm", "ScalarOpt_dim");
        private static readonly Operator s_cumsum = new("cumsum");
        private static readonly Operator s_cumprod = new("cumprod");
        private static readonly Operator s_logsumexp = new("logsumexp");
        private static readonly Operator s_median = new("median");
        private static readonly Operator s_sortStable = new("sort", "stable");
        private static readonly Operator s_argsort = new("argsort");
        private static readonly Operator s_topk = new("topk");

        public Tensor sum(ScalarType? type = null) => s_sum.Call(this, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => s_sumDimIntlist.Call(this, dim, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            s_sumDimIntlist.Call(this, dim, keepdim, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1], keepdim, type);

        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            sum([dim0, dim1, dim2], keepdim, type);

        public Tensor mean() => s_mean.Call(this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            s_meanDim.Call(this, dimensions, keepdim, type);

        public Tensor prod(ScalarType? type = null) => s_prod.Call(this, type);

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => s_prodDimInt.Call(this, dim, keepdim, type);

        public Tensor max() => s_max.Call(this);

        public Tensor max(Tensor other) => s_maxOther.Call(this, other);

        public (Tensor, Tensor) max(long dim, bool keepdim = false) => s_maxDim.CallPair(this, dim, keepdim);

        public Tensor min() => s_min.Call(this);

        public Tensor min(Tensor other) => s_minOther.Call(this, other);

        public (Tensor, Tensor) min(long dim, bool keepdim = false) => s_minDim.CallPair(this, dim, keepdim);

        public Tensor argmax() => s_argmax.Call(this);

        public Tensor argmax(long dim, bool keepdim = false) => s_argmax.Call(this, dim, keepdim);

        public Tensor argmin() => s_argmin.Call(this);

        public Tensor argmin(long dim, bool keepdim = false) => s_argmin.Call(this, dim, keepdim);

        public Tensor all() => s_all.Call(this);

        public Tensor all(long dim, bool keepdim = false) => s_allDim.Call(this, dim, keepdim);

        public Tensor any() => s_any.Call(this);

        public Tensor any(long dim, bool keepdim = false) => s_anyDim.Call(this, dim, keepdim);

        public Tensor norm(float p = 2) => s_normScalar.Call(this, p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2) => s_normScalaroptDim.Call(this, p, new long[] { dim }, keepdim);

        public Tensor cumsum(long dim, ScalarType? type = null) => s_cumsum.Call(this, dim, type);

        public Tensor cumprod(long dim, ScalarType? type = null) => s_cumprod.Call(this, dim, type);

        public Tensor logsumexp(long dim, bool keepdim = false) => s_logsumexp.Call(this, new long[] { dim }, keepdim);

        public Tensor median() => s_median.Call(this);

        public (Tensor, Tensor) sort(long dim = -1, bool descending = false, bool stable = false) =>
            s_sortStable.CallPair(this, stable, dim, descending);

        public Tensor argsort(long dim = -1, bool descending = false) => s_argsort.Call(this, dim, descending);

        public (Tensor, Tensor) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            s_topk.CallPair(this, k, dim, largest, sorted);
    }
}
