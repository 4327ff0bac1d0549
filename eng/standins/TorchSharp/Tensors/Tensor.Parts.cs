using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_narrow = new("narrow");
        private static readonly Operator s_sliceTensor = new("slice", "Tensor");
        private static readonly Operator s_selectInt = new("select", "int");
        private static readonly Operator s_index_select = new("index_select");
        private static readonly Operator s_gather = new("gather");
        private static readonly Operator s_masked_select = new("masked_select");
        private static readonly Operator s_masked_fillScalar = new("masked_fill", "Scalar");
        private static readonly Operator s_masked_fill_Scalar = new("masked_fill_", "Scalar");
        private static readonly Operator s_whereSelf = new("where", "self");
        private static readonly Operator s_splitTensor = new("split", "Tensor");
        private static readonly Operator s_split_with_sizes = new("split_with_sizes");
        private static readonly Operator s_chunk = new("chunk");
        private static readonly Operator s_unbindInt = new("unbind", "int");
        private static readonly Operator s_index_add = new("index_add");
        private static readonly Operator s_index_add_ = new("index_add_");
        private static readonly Operator s_index_copy_ = new("index_copy_");
        private static readonly Operator s_scatterSrc = new("scatter", "src");
        private static readonly Operator s_scatter_Src = new("scatter_", "src");
        private static readonly Operator s_scatter_add = new("scatter_add");
        private static readonly Operator s_scatter_add_ = new("scatter_add_");
        private static readonly Operator s_nonzero = new("nonzero");
        private static readonly Operator s_roll = new("roll");

        public Tensor narrow(long dim, long start, long length) => s_narrow.Call(this, dim, start, length);

        public Tensor slice(long dim, long start, long finish, long step) => s_sliceTensor.Call(this, dim, start, finish, step);

        public Tensor select(long dim, long index) => s_selectInt.Call(this, dim, index);

        public Tensor index_select(long dim, Tensor index) => s_index_select.Call(this, dim, index);

        public Tensor gather(long dim, Tensor index) => s_gather.Call(this, dim, index);

        public Tensor masked_select(Tensor mask) => s_masked_select.Call(this, mask);

        public Tensor masked_fill(Tensor mask, Scalar value) => s_masked_fillScalar.Call(this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) => s_masked_fill_Scalar.Apply(this, mask, value);

        public Tensor where(Tensor condition, Tensor y) => s_whereSelf.Call(condition, this, y);

        public Tensor[] split(long size, int dim = 0) => s_splitTensor.CallList(this, size, dim);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => s_split_with_sizes.CallList(this, sizes, dim);

        public Tensor[] split(long[] sizes, long dim = 0) => s_split_with_sizes.CallList(this, sizes, dim);

        public Tensor[] split(params long[] sizes) => split(sizes, 0);

        public Tensor[] chunk(long chunks, long dim = 0) => s_chunk.CallList(this, chunks, dim);

        public Tensor[] unbind(long dimension = 0) => s_unbindInt.CallList(this, dimension);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => s_index_add.Call(this, dim, index, source, alpha);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            s_index_add_.Apply(this, dim, index, source, alpha);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) => s_index_copy_.Apply(this, dim, index, source);

        public Tensor scatter(long dim, Tensor index, Tensor src) => s_scatterSrc.Call(this, dim, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => s_scatter_Src.Apply(this, dim, index, src);

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => s_scatter_add.Call(this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => s_scatter_add_.Apply(this, dim, index, src);

        public Tensor nonzero() => s_nonzero.Call(this);

        public Tensor roll(long[] shifts, long[] dims) => s_roll.Call(this, shifts, dims);
    }
}
