using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Methods whose native operator depends on the arguments.
    public partial class Tensor
    {
        private static readonly Operator s_squeeze = new("squeeze");
        private static readonly Operator s_squeezeDim = new("squeeze", "dim");
        private static readonly Operator s_squeeze_ = new("squeeze_");
        private static readonly Operator s_squeeze_Dim = new("squeeze_", "dim");
        private static readonly Operator s_amax = new("amax");
        private static readonly Operator s_amaxOut = new("amax", "out");
        private static readonly Operator s_amin = new("amin");
        private static readonly Operator s_aminOut = new("amin", "out");
        private static readonly Operator s_var = new("var");
        private static readonly Operator s_varDim = new("var", "dim");
        private static readonly Operator s_std = new("std");
        private static readonly Operator s_stdDim = new("std", "dim");
        private static readonly Operator s_equal = new("equal");
        private static readonly Operator s_allclose = new("allclose");
        private static readonly Operator s_isclose = new("isclose");

        public Tensor squeeze(long? dim = null) => dim is { } one ? s_squeezeDim.Call(this, one) : s_squeeze.Call(this);

        public Tensor squeeze_(long? dim = null) => dim is { } one ? s_squeeze_Dim.Apply(this, one) : s_squeeze_.Apply(this);

        public Tensor amax(long[] dims, bool keepdim = false, Tensor @out = null) =>
            @out is null ? s_amax.Call(this, dims, keepdim) : s_amaxOut.Call(this, dims, keepdim, @out);

        public Tensor amax(params long[] dims) => s_amax.Call(this, dims);

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor @out = null) =>
            @out is null ? s_amax.Call(this, dims, keepdim) : s_amaxOut.Call(this, dims, keepdim, @out);

        public Tensor amin(long[] dims, bool keepdim = false, Tensor @out = null) =>
            @out is null ? s_amin.Call(this, dims, keepdim) : s_aminOut.Call(this, dims, keepdim, @out);

        public Tensor amin(params long[] dims) => s_amin.Call(this, dims);

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor @out = null) =>
            @out is null ? s_amin.Call(this, dims, keepdim) : s_aminOut.Call(this, dims, keepdim, @out);

        public Tensor var(bool unbiased = true) => s_var.Call(this, unbiased);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Converted(type, s_varDim.Call(this, dimensions, unbiased, keepdim));

        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Converted(type, s_varDim.Call(this, dimensions, unbiased, keepdim));

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var([dim], unbiased, keepdim, type);

        public Tensor std(bool unbiased = true) => s_std.Call(this, unbiased);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Converted(type, s_stdDim.Call(this, dimensions, unbiased, keepdim));

        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Converted(type, s_stdDim.Call(this, dimensions, unbiased, keepdim));

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std([dim], unbiased, keepdim, type);

        /// <summary>Whether both have the same shape and the same numbers.</summary>
        public bool Equals(Tensor target) => target is not null && s_equal.CallValue(this, target).Bits != 0;

        public override bool Equals(object obj) => obj is Tensor tensor && Equals(tensor);

        public override int GetHashCode() => base.GetHashCode();

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            target is not null && s_allclose.CallValue(this, target, rtol, atol, equal_nan).Bits != 0;

        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
            s_isclose.Call(this, other, rtol, atol, nanEqual);

        private static Argument Rounding(RoundingMode mode) => mode switch
        {
            RoundingMode.trunc => "trunc",
            RoundingMode.floor => "floor",
            _ => Argument.None,
        };

        private static Tensor Converted(ScalarType? type, Tensor result) =>
            type is { } wanted && wanted != result.dtype ? result.to_type(wanted, disposeAfter: true) : result;
    }
}
