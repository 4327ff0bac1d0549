using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_normal_ = new("normal_");
        private static readonly Operator s_uniform_ = new("uniform_");
        private static readonly Operator s_bernoulli = new("bernoulli");
        private static readonly Operator s_bernoulli_Float = new("bernoulli_", "float");
        private static readonly Operator s_bernoulli_Tensor = new("bernoulli_", "Tensor");
        private static readonly Operator s_exponential_ = new("exponential_");
        private static readonly Operator s_multinomial = new("multinomial");
        private static readonly Operator s_zero_ = new("zero_");
        private static readonly Operator s_fill_Scalar = new("fill_", "Scalar");
        private static readonly Operator s_copy_ = new("copy_");
        private static readonly Operator s_clone = new("clone");

        public Tensor normal_(double mean = 0, double std = 1, Generator generator = null) =>
            s_normal_.Apply(this, mean, std, Argument.Optional(generator));

        public Tensor uniform_(double from, double to, Generator generator = null) =>
            s_uniform_.Apply(this, from, to, Argument.Optional(generator));

        public Tensor bernoulli(Generator generator = null) => s_bernoulli.Call(this, Argument.Optional(generator));

        public Tensor bernoulli_(double p = 0.5, Generator generator = null) =>
            s_bernoulli_Float.Apply(this, p, Argument.Optional(generator));

        public Tensor bernoulli_(Tensor p, Generator generator = null) => s_bernoulli_Tensor.Apply(this, p, Argument.Optional(generator));

        public Tensor exponential_(double lambda = 1, Generator generator = null) =>
            s_exponential_.Apply(this, lambda, Argument.Optional(generator));

        public Tensor multinomial(long num_samples, bool replacement = false, Generator generator = null) =>
            s_multinomial.Call(this, num_samples, replacement, Argument.Optional(generator));

        /// <summary>Sets the tensor to zero. As in the official package the result is another object for the same tensor.</summary>
        public Tensor zero_() => s_zero_.Apply(this).Shared();

        public Tensor fill_(Scalar value) => s_fill_Scalar.Apply(this, value);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => s_copy_.Apply(this, source, nonBlocking);

        public Tensor clone() => s_clone.Call(this);
    }
}
