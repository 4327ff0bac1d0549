using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_abs = new("abs");
        private static readonly Operator s_abs_ = new("abs_");
        private static readonly Operator s_neg = new("neg");
        private static readonly Operator s_neg_ = new("neg_");
        private static readonly Operator s_sqrt = new("sqrt");
        private static readonly Operator s_sqrt_ = new("sqrt_");
        private static readonly Operator s_rsqrt = new("rsqrt");
        private static readonly Operator s_rsqrt_ = new("rsqrt_");
        private static readonly Operator s_exp = new("exp");
        private static readonly Operator s_exp_ = new("exp_");
        private static readonly Operator s_log = new("log");
        private static readonly Operator s_log_ = new("log_");
        private static readonly Operator s_log2 = new("log2");
        private static readonly Operator s_log2_ = new("log2_");
        private static readonly Operator s_log10 = new("log10");
        private static readonly Operator s_log10_ = new("log10_");
        private static readonly Operator s_log1p = new("log1p");
        private static readonly Operator s_log1p_ = new("log1p_");
        private static readonly Operator s_expm1 = new("expm1");
        private static readonly Operator s_expm1_ = new("expm1_");
        private static readonly Operator s_erf = new("erf");
        private static readonly Operator s_erf_ = new("erf_");
        private static readonly Operator s_erfc = new("erfc");
        private static readonly Operator s_erfc_ = new("erfc_");
        private static readonly Operator s_sin = new("sin");
        private static readonly Operator s_sin_ = new("sin_");
        private static readonly Operator s_cos = new("cos");
        private static readonly Operator s_cos_ = new("cos_");
        private static readonly Operator s_tan = new("tan");
        private static readonly Operator s_tan_ = new("tan_");
        private static readonly Operator s_tanh = new("tanh");
        private static readonly Operator s_tanh_ = new("tanh_");
        private static readonly Operator s_sigmoid = new("sigmoid");
        private static readonly Operator s_sigmoid_ = new("sigmoid_");
        private static readonly Operator s_sign = new("sign");
        private static readonly Operator s_sign_ = new("sign_");
        private static readonly Operator s_roundDecimals = new("round", "decimals");
        private static readonly Operator s_round_Decimals = new("round_", "decimals");
        private static readonly Operator s_floor = new("floor");
        private static readonly Operator s_floor_ = new("floor_");
        private static readonly Operator s_ceil = new("ceil");
        private static readonly Operator s_ceil_ = new("ceil_");
        private static readonly Operator s_trunc = new("trunc");
        private static readonly Operator s_trunc_ = new("trunc_");
        private static readonly Operator s_frac = new("frac");
        private static readonly Operator s_frac_ = new("frac_");
        private static readonly Operator s_reciprocal = new("reciprocal");
        private static readonly Operator s_reciprocal_ = new("reciprocal_");
        private static readonly Operator s_square = new("square");
        private static readonly Operator s_logical_not = new("logical_not");
        private static readonly Operator s_logical_not_ = new("logical_not_");
        private static readonly Operator s_bitwise_not = new("bitwise_not");
        private static readonly Operator s_bitwise_not_ = new("bitwise_not_");
        private static readonly Operator s_isnan = new("isnan");
        private static readonly Operator s_isinf = new("isinf");
        private static readonly Operator s_isfinite = new("isfinite");
        private static readonly Operator s_isposinf = new("isposinf");
        private static readonly Operator s_isneginf = new("isneginf");
        private static readonly Operator s_nan_to_num = new("nan_to_num");

        public Tensor abs() => s_abs.Call(this);

        public Tensor abs_() => s_abs_.Apply(this);

        public Tensor neg() => s_neg.Call(this);

        public Tensor neg_() => s_neg_.Apply(this);

        public Tensor sqrt() => s_sqrt.Call(this);

        public Tensor sqrt_() => s_sqrt_.Apply(this);

        public Tensor rsqrt() => s_rsqrt.Call(this);

        public Tensor rsqrt_() => s_rsqrt_.Apply(this);

        public Tensor exp() => s_exp.Call(this);

        public Tensor exp_() => s_exp_.Apply(this);

        public Tensor log() => s_log.Call(this);

        public Tensor log_() => s_log_.Apply(this);

        public Tensor log2() => s_log2.Call(this);

        public Tensor log2_() => s_log2_.Apply(this);

        public Tensor log10() => s_log10.Call(this);

        public Tensor log10_() => s_log10_.Apply(this);

        public Tensor log1p() => s_log1p.Call(this);

        public Tensor log1p_() => s_log1p_.Apply(this);

        public Tensor expm1() => s_expm1.Call(this);

        public Tensor expm1_() => s_expm1_.Apply(this);

        public Tensor erf() => s_erf.Call(this);

        public Tensor erf_() => s_erf_.Apply(this);

        public Tensor erfc() => s_erfc.Call(this);

        public Tensor erfc_() => s_erfc_.Apply(this);

        public Tensor sin() => s_sin.Call(this);

        public Tensor sin_() => s_sin_.Apply(this);

        public Tensor cos() => s_cos.Call(this);

        public Tensor cos_() => s_cos_.Apply(this);

        public Tensor tan() => s_tan.Call(this);

        public Tensor tan_() => s_tan_.Apply(this);

        public Tensor tanh() => s_tanh.Call(this);

        public Tensor tanh_() => s_tanh_.Apply(this);

        public Tensor sigmoid() => s_sigmoid.Call(this);

        public Tensor sigmoid_() => s_sigmoid_.Apply(this);

        public Tensor sign() => s_sign.Call(this);

        public Tensor sign_() => s_sign_.Apply(this);

        public Tensor round(long decimals = 0) => s_roundDecimals.Call(this, decimals);

        public Tensor round_(long decimals = 0) => s_round_Decimals.Apply(this, decimals);

        public Tensor floor() => s_floor.Call(this);

        public Tensor floor_() => s_floor_.Apply(this);

        public Tensor ceil() => s_ceil.Call(this);

        public Tensor ceil_() => s_ceil_.Apply(this);

        public Tensor trunc() => s_trunc.Call(this);

        public Tensor trunc_() => s_trunc_.Apply(this);

        public Tensor frac() => s_frac.Call(this);

        public Tensor frac_() => s_frac_.Apply(this);

        public Tensor reciprocal() => s_reciprocal.Call(this);

        public Tensor reciprocal_() => s_reciprocal_.Apply(this);

        public Tensor square() => s_square.Call(this);

        public Tensor logical_not() => s_logical_not.Call(this);

        public Tensor logical_not_() => s_logical_not_.Apply(this);

        public Tensor bitwise_not() => s_bitwise_not.Call(this);

        public Tensor bitwise_not_() => s_bitwise_not_.Apply(this);

        public Tensor isnan() => s_isnan.Call(this);

        public Tensor isinf() => s_isinf.Call(this);

        public Tensor isfinite() => s_isfinite.Call(this);

        public Tensor isposinf() => s_isposinf.Call(this);

        public Tensor isneginf() => s_isneginf.Call(this);

        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) =>
            s_nan_to_num.Call(this, nan, posinf, neginf);
    }
}
