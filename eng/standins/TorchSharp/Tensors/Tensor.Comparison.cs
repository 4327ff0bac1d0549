using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_eqTensor = new("eq", "Tensor");
        private static readonly Operator s_eqScalar = new("eq", "Scalar");
        private static readonly Operator s_eq_Tensor = new("eq_", "Tensor");
        private static readonly Operator s_eq_Scalar = new("eq_", "Scalar");
        private static readonly Operator s_neTensor = new("ne", "Tensor");
        private static readonly Operator s_neScalar = new("ne", "Scalar");
        private static readonly Operator s_ne_Tensor = new("ne_", "Tensor");
        private static readonly Operator s_ne_Scalar = new("ne_", "Scalar");
        private static readonly Operator s_ltTensor = new("lt", "Tensor");
        private static readonly Operator s_ltScalar = new("lt", "Scalar");
        private static readonly Operator s_lt_Tensor = new("lt_", "Tensor");
        private static readonly Operator s_lt_Scalar = new("lt_", "Scalar");
        private static readonly Operator s_leTensor = new("le", "Tensor");
        private static readonly Operator s_leScalar = new("le", "Scalar");
        private static readonly Operator s_le_Tensor = new("le_", "Tensor");
        private static readonly Operator s_le_Scalar = new("le_", "Scalar");
        private static readonly Operator s_gtTensor = new("gt", "Tensor");
        private static readonly Operator s_gtScalar = new("gt", "Scalar");
        private static readonly Operator s_gt_Tensor = new("gt_", "Tensor");
        private static readonly Operator s_gt_Scalar = new("gt_", "Scalar");
        private static readonly Operator s_geTensor = new("ge", "Tensor");
        private static readonly Operator s_geScalar = new("ge", "Scalar");
        private static readonly Operator s_ge_Tensor = new("ge_", "Tensor");
        private static readonly Operator s_ge_Scalar = new("ge_", "Scalar");
        private static readonly Operator s_logical_and = new("logical_and");
        private static readonly Operator s_logical_and_ = new("logical_and_");
        private static readonly Operator s_logical_or = new("logical_or");
        private static readonly Operator s_logical_or_ = new("logical_or_");
        private static readonly Operator s_logical_xor = new("logical_xor");
        private static readonly Operator s_logical_xor_ = new("logical_xor_");
        private static readonly Operator s_bitwise_andTensor = new("bitwise_and", "Tensor");
        private static readonly Operator s_bitwise_and_Tensor = new("bitwise_and_", "Tensor");
        private static readonly Operator s_bitwise_orTensor = new("bitwise_or", "Tensor");
        private static readonly Operator s_bitwise_or_Tensor = new("bitwise_or_", "Tensor");
        private static readonly Operator s_bitwise_xorTensor = new("bitwise_xor", "Tensor");
        private static readonly Operator s_bitwise_xor_Tensor = new("bitwise_xor_", "Tensor");
        private static readonly Operator s_bitwise_left_shiftTensor = new("bitwise_left_shift", "Tensor");
        private static readonly Operator s_bitwise_left_shift_Tensor = new("bitwise_left_shift_", "Tensor");
        private static readonly Operator s_bitwise_right_shiftTensor = new("bitwise_right_shift", "Tensor");
        private static readonly Operator s_bitwise_right_shift_Tensor = new("bitwise_right_shift_", "Tensor");

        public Tensor eq(Tensor target) => s_eqTensor.Call(this, target);

        public Tensor eq(Scalar target) => s_eqScalar.Call(this, target);

        public Tensor eq_(Tensor target) => s_eq_Tensor.Apply(this, target);

        public Tensor eq_(Scalar target) => s_eq_Scalar.Apply(this, target);

        public Tensor equal(Tensor target) => eq(target);

        public Tensor ne(Tensor target) => s_neTensor.Call(this, target);

        public Tensor ne(Scalar target) => s_neScalar.Call(this, target);

        public Tensor ne_(Tensor target) => s_ne_Tensor.Apply(this, target);

        public Tensor ne_(Scalar target) => s_ne_Scalar.Apply(this, target);

        public Tensor not_equal(Tensor target) => ne(target);

        public Tensor lt(Tensor target) => s_ltTensor.Call(this, target);

        public Tensor lt(Scalar target) => s_ltScalar.Call(this, target);

        public Tensor lt_(Tensor target) => s_lt_Tensor.Apply(this, target);

        public Tensor lt_(Scalar target) => s_lt_Scalar.Apply(this, target);

        public Tensor less(Tensor target) => lt(target);

        public Tensor le(Tensor target) => s_leTensor.Call(this, target);

        public Tensor le(Scalar target) => s_leScalar.Call(this, target);

        public Tensor le_(Tensor target) => s_le_Tensor.Apply(this, target);

        public Tensor le_(Scalar target) => s_le_Scalar.Apply(this, target);

        public Tensor less_equal(Tensor target) => le(target);

        public Tensor gt(Tensor target) => s_gtTensor.Call(this, target);

        public Tensor gt(Scalar target) => s_gtScalar.Call(this, target);

        public Tensor gt_(Tensor target) => s_gt_Tensor.Apply(this, target);

        public Tensor gt_(Scalar target) => s_gt_Scalar.Apply(this, target);

        public Tensor greater(Tensor target) => gt(target);

        public Tensor ge(Tensor target) => s_geTensor.Call(this, target);

        public Tensor ge(Scalar target) => s_geScalar.Call(this, target);

        public Tensor ge_(Tensor target) => s_ge_Tensor.Apply(this, target);

        public Tensor ge_(Scalar target) => s_ge_Scalar.Apply(this, target);

        public Tensor greater_equal(Tensor target) => ge(target);

        public Tensor logical_and(Tensor other) => s_logical_and.Call(this, other);

        public Tensor logical_and_(Tensor other) => s_logical_and_.Apply(this, other);

        public Tensor logical_or(Tensor other) => s_logical_or.Call(this, other);

        public Tensor logical_or_(Tensor other) => s_logical_or_.Apply(this, other);

        public Tensor logical_xor(Tensor other) => s_logical_xor.Call(this, other);

        public Tensor logical_xor_(Tensor other) => s_logical_xor_.Apply(this, other);

        public Tensor bitwise_and(Tensor other) => s_bitwise_andTensor.Call(this, other);

        public Tensor bitwise_and_(Tensor other) => s_bitwise_and_Tensor.Apply(this, other);

        public Tensor bitwise_or(Tensor other) => s_bitwise_orTensor.Call(this, other);

        public Tensor bitwise_or_(Tensor other) => s_bitwise_or_Tensor.Apply(this, other);

        public Tensor bitwise_xor(Tensor other) => s_bitwise_xorTensor.Call(this, other);

        public Tensor bitwise_xor_(Tensor other) => s_bitwise_xor_Tensor.Apply(this, other);

        public Tensor bitwise_left_shift(Tensor other) => s_bitwise_left_shiftTensor.Call(this, other);

        public Tensor bitwise_left_shift_(Tensor other) => s_bitwise_left_shift_Tensor.Apply(this, other);

        public Tensor bitwise_right_shift(Tensor other) => s_bitwise_right_shiftTensor.Call(this, other);

        public Tensor bitwise_right_shift_(Tensor other) => s_bitwise_right_shift_Tensor.Apply(this, other);
    }
}
