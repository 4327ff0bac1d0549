using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_view = new("view");
        private static readonly Operator s_view_as = new("view_as");
        private static readonly Operator s_reshape = new("reshape");
        private static readonly Operator s_flattenUsingInts = new("flatten", "using_ints");
        private static readonly Operator s_unflattenInt = new("unflatten", "int");
        private static readonly Operator s_permute = new("permute");
        private static readonly Operator s_transposeInt = new("transpose", "int");
        private static readonly Operator s_t = new("t");
        private static readonly Operator s_unsqueeze = new("unsqueeze");
        private static readonly Operator s_unsqueeze_ = new("unsqueeze_");
        private static readonly Operator s_expand = new("expand");
        private static readonly Operator s_expand_as = new("expand_as");
        private static readonly Operator s_broadcast_to = new("broadcast_to");
        private static readonly Operator s_repeat = new("repeat");
        private static readonly Operator s_repeat_interleaveSelfTensor = new("repeat_interleave", "self_Tensor");
        private static readonly Operator s_repeat_interleaveSelfInt = new("repeat_interleave", "self_int");
        private static readonly Operator s_flip = new("flip");
        private static readonly Operator s_contiguous = new("contiguous");
        private static readonly Operator s_alias = new("alias");

        public Tensor view(params long[] shape) => s_view.Call(this, shape);

        public Tensor view_as(Tensor other) => s_view_as.Call(this, other);

        public Tensor reshape(params long[] shape) => s_reshape.Call(this, shape);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => s_flattenUsingInts.Call(this, start_dim, end_dim);

        public Tensor unflatten(long dim, params long[] sizes) => s_unflattenInt.Call(this, dim, sizes);

        public Tensor permute(params long[] permutation) => s_permute.Call(this, permutation);

        public Tensor permute(IEnumerable<long> permutation) => permute([.. permutation]);

        public Tensor transpose(long dim0, long dim1) => s_transposeInt.Call(this, dim0, dim1);

        public Tensor t() => s_t.Call(this);

        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);

        public Tensor swapdims(long dim0, long dim1) => transpose(dim0, dim1);

        public Tensor unsqueeze(long dim) => s_unsqueeze.Call(this, dim);

        public Tensor unsqueeze_(long dim) => s_unsqueeze_.Apply(this, dim);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => s_expand.Call(this, sizes, isImplicit);

        public Tensor expand(long[] sizes, bool isImplicit = false) => s_expand.Call(this, sizes, isImplicit);

        public Tensor expand(params long[] sizes) => s_expand.Call(this, sizes);

        public Tensor expand_as(Tensor other) => s_expand_as.Call(this, other);

        public Tensor broadcast_to(params long[] shape) => s_broadcast_to.Call(this, shape);

        public Tensor repeat(params long[] sizes) => s_repeat.Call(this, sizes);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            s_repeat_interleaveSelfTensor.Call(this, repeats, dim, output_size);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            s_repeat_interleaveSelfInt.Call(this, repeats, dim, output_size);

        public Tensor flip(params long[] dims) => s_flip.Call(this, dims);

        public Tensor contiguous() => s_contiguous.Call(this);

        public Tensor alias() => s_alias.Call(this);
    }
}
