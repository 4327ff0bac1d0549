using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Gradient clipping.</summary>
        public static partial class utils
        {
            /// <summary>Scales all gradients together so that their common norm is at most <paramref name="max_norm"/>.</summary>
            /// <returns>The norm before.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using DisposeScope scope = NewDisposeScope();
                using IDisposable noGradients = no_grad();
                Tensor[] gradients = [.. tensors.Select(tensor => tensor.grad).Where(gradient => gradient is not null)];
                if (gradients.Length == 0)
                    return 0;

                Tensor[] norms = [.. gradients.Select(gradient => gradient.norm((float)norm_type).to(gradients[0].device))];
                double total = stack(norms).norm((float)norm_type).to(ScalarType.Float64).item<double>();
                double factor = max_norm / (total + 1e-6);
                if (!(factor > 1))
                {
                    foreach (Tensor gradient in gradients)
                        gradient.mul_(factor);
                }

                return total;
            }

            /// <summary>Limits each gradient's elements to ±<paramref name="clip_value"/>.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using DisposeScope scope = NewDisposeScope();
                foreach (Parameter tensor in tensors)
                    tensor.grad?.clamp_(-clip_value, clip_value);
            }
        }
    }
}
