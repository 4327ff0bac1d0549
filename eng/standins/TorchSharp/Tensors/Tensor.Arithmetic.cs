using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_addTensor = new("add", "Tensor");
        private static readonly Operator s_addScalar = new("add", "Scalar");
        private static readonly Operator s_add_Tensor = new("add_", "Tensor");
        private static readonly Operator s_add_Scalar = new("add_", "Scalar");
        private static readonly Operator s_subTensor = new("sub", "Tensor");
        private static readonly Operator s_subScalar = new("sub", "Scalar");
        private static readonly Operator s_sub_Tensor = new("sub_", "Tensor");
        private static readonly Operator s_sub_Scalar = new("sub_", "Scalar");
        private static readonly Operator s_mulTensor = new("mul", "Tensor");
        private static readonly Operator s_mulScalar = new("mul", "Scalar");
        private static readonly Operator s_mul_Tensor = new("mul_", "Tensor");
        private static readonly Operator s_mul_Scalar = new("mul_", "Scalar");
        private static readonly Operator s_divTensorMode = new("div", "Tensor_mode");
        private static readonly Operator s_divScalarMode = new("div", "Scalar_mode");
        private static readonly Operator s_div_TensorMode = new("div_", "Tensor_mode");
        private static readonly Operator s_div_ScalarMode = new("div_", "Scalar_mode");
        private static readonly Operator s_floor_divide = new("floor_divide");
        private static readonly Operator s_floor_divideScalar = new("floor_divide", "Scalar");
        private static readonly Operator s_floor_divide_Tensor = new("floor_divide_", "Tensor");
        private static readonly Operator s_floor_divide_Scalar = new("floor_divide_", "Scalar");
        private static readonly Operator s_remainderTensor = new("remainder", "Tensor");
        private static readonly Operator s_remainderScalar = new("remainder", "Scalar");
        private static readonly Operator s_remainder_Tensor = new("remainder_", "Tensor");
        private static readonly Operator s_remainder_Scalar = new("remainder_", "Scalar");
        private static readonly Operator s_fmodTensor = new("fmod", "Tensor");
        private static readonly Operator s_fmodScalar = new("fmod", "Scalar");
        private static readonly Operator s_fmod_Tensor = new("fmod_", "Tensor");
        private static readonly Operator s_fmod_Scalar = new("fmod_", "Scalar");
        private static readonly Operator s_powTensorTensor = new("pow", "Tensor_Tensor");
        private static readonly Operator s_powTensorScalar = new("pow", "Tensor_Scalar");
        private static readonly Operator s_pow_Tensor = new("pow_", "Tensor");
        private static readonly Operator s_pow_Scalar = new("pow_", "Scalar");
        private static readonly Operator s_addcmul = new("addcmul");
        private static readonly Operator s_addcmul_ = new("addcmul_");
        private static readonly Operator s_addcdiv = new("addcdiv");
        private static readonly Operator s_addcdiv_ = new("addcdiv_");
        private static readonly Operator s_lerpTensor = new("lerp", "Tensor");
        private static readonly Operator s_lerp_Tensor = new("lerp_", "Tensor");
        private static readonly Operator s_clamp = new("clamp");
        private static readonly Operator s_clampTensor = new("clamp", "Tensor");
        private static readonly Operator s_clamp_ = new("clamp_");
        private static readonly Operator s_clamp_Tensor = new("clamp_", "Tensor");
        private static readonly Operator s_clamp_min = new("clamp_min");
        private static readonly Operator s_clamp_min_ = new("clamp_min_");
        private static readonly Operator s_clamp_max = new("clamp_max");
        private static readonly Operator s_clamp_max_ = new("clamp_max_");
        private static readonly Operator s_maximum = new("maximum");
        private static readonly Operator s_minimum = new("minimum");

        public Tensor add(Tensor target) => s_addTensor.Call(this, target);

        public Tensor add(Tensor target, Scalar alpha) => s_addTensor.Call(this, target, alpha);

        public Tensor add(Scalar scalar) => s_addScalar.Call(this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => s_addScalar.Call(this, scalar, alpha);

        public Tensor add_(Tensor target) => s_add_Tensor.Apply(this, target);

        public Tensor add_(Tensor target, Scalar alpha) => s_add_Tensor.Apply(this, target, alpha);

        public Tensor add_(Scalar scalar) => s_add_Scalar.Apply(this, scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => s_add_Scalar.Apply(this, scalar, alpha);

        public Tensor sub(Tensor target) => s_subTensor.Call(this, target);

        public Tensor sub(Scalar target) => s_subScalar.Call(this, target);

        public Tensor sub_(Tensor target) => s_sub_Tensor.Apply(this, target);

        public Tensor sub_(Scalar target) => s_sub_Scalar.Apply(this, target);

        public Tensor subtract(Scalar target) => sub(target);

        public Tensor subtract(Tensor target) => sub(target);

        public Tensor mul(Tensor target) => s_mulTensor.Call(this, target);

        public Tensor mul(Scalar target) => s_mulScalar.Call(this, target);

        public Tensor mul_(Tensor target) => s_mul_Tensor.Apply(this, target);

        public Tensor mul_(Scalar target) => s_mul_Scalar.Apply(this, target);

        public Tensor multiply(Tensor target) => mul(target);

        public Tensor multiply(Scalar target) => mul(target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            s_divTensorMode.Call(this, target, Rounding(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            s_divScalarMode.Call(this, target, Rounding(rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            s_div_TensorMode.Apply(this, target, Rounding(rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            s_div_ScalarMode.Apply(this, target, Rounding(rounding_mode));

        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        public Tensor floor_divide(Tensor other) => s_floor_divide.Call(this, other);

        public Tensor floor_divide(Scalar other) => s_floor_divideScalar.Call(this, other);

        public Tensor floor_divide_(Tensor other) => s_floor_divide_Tensor.Apply(this, other);

        public Tensor floor_divide_(Scalar other) => s_floor_divide_Scalar.Apply(this, other);

        public Tensor remainder(Tensor target) => s_remainderTensor.Call(this, target);

        public Tensor remainder(Scalar scalar) => s_remainderScalar.Call(this, scalar);

        public Tensor remainder_(Tensor target) => s_remainder_Tensor.Apply(this, target);

        public Tensor remainder_(Scalar scalar) => s_remainder_Scalar.Apply(this, scalar);

        public Tensor fmod(Tensor target) => s_fmodTensor.Call(this, target);

        public Tensor fmod(Scalar scalar) => s_fmodScalar.Call(this, scalar);

        public Tensor fmod_(Tensor target) => s_fmod_Tensor.Apply(this, target);

        public Tensor fmod_(Scalar scalar) => s_fmod_Scalar.Apply(this, scalar);

        public Tensor pow(Tensor exponent) => s_powTensorTensor.Call(this, exponent);

        public Tensor pow(Scalar exponent) => s_powTensorScalar.Call(this, exponent);

        public Tensor pow_(Tensor exponent) => s_pow_Tensor.Apply(this, exponent);

        public Tensor pow_(Scalar exponent) => s_pow_Scalar.Apply(this, exponent);

        public Tensor negative() => neg();

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcmul.Call(this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcmul_.Apply(this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcdiv.Call(this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => addcdiv(tensor1, tensor2, 1);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcdiv_.Apply(this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => addcdiv_(tensor1, tensor2, 1);

        public Tensor lerp(Tensor end, Tensor weight) => s_lerpTensor.Call(this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => s_lerp_Tensor.Apply(this, end, weight);

        public Tensor clamp(Scalar min = null, Scalar max = null) => s_clamp.Call(this, Argument.Optional(min), Argument.Optional(max));

        public Tensor clamp(Tensor min = null, Tensor max = null) =>
            s_clampTensor.Call(this, Argument.Optional(min), Argument.Optional(max));

        public Tensor clamp_(Scalar min = null, Scalar max = null) => s_clamp_.Apply(this, Argument.Optional(min), Argument.Optional(max));

        public Tensor clamp_(Tensor min = null, Tensor max = null) =>
            s_clamp_Tensor.Apply(this, Argument.Optional(min), Argument.Optional(max));

        public Tensor clip(Scalar min = null, Scalar max = null) => clamp(min, max);

        public Tensor clamp_min(Scalar min) => s_clamp_min.Call(this, min);

        public Tensor clamp_min_(Scalar min) => s_clamp_min_.Apply(this, min);

        public Tensor clamp_max(Scalar max) => s_clamp_max.Call(this, max);

        public Tensor clamp_max_(Scalar max) => s_clamp_max_.Apply(this, max);

        public Tensor maximum(Tensor other) => s_maximum.Call(this, other);

        public Tensor minimum(Tensor other) => s_minimum.Call(this, other);
    }
}
