using MLNet.LlmExtensions.Training.Graphs;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Optimization;

/// <summary>Keeps a step from being ruled by one batch: gradients are scaled down together when they are long together.</summary>
internal static class GradientClipper
{
    // Of torch.nn.utils.clip_grad_norm_: keeps the division away from 0.
    private const double Epsilon = 1e-6;

    /// <summary>Measures all gradients and scales them down to <paramref name="maximumNorm"/> if they are longer.</summary>
    /// <param name="parameters">The parameters; those without a gradient do not count.</param>
    /// <param name="maximumNorm">The longest that is let through; 0 for any.</param>
    /// <returns>The Euclidean length of all gradients before scaling. When it is not finite, nothing is scaled.</returns>
    public static double Clip(IEnumerable<TrainableParameter> parameters, double maximumNorm)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var gradients = parameters.Select(parameter => parameter.Tensor.grad).OfType<Tensor>().ToArray();
        if (gradients.Length == 0)
        {
            return 0;
        }

        var norm = (double)stack(gradients.Select(gradient => gradient.norm())).norm().cpu().item<float>();
        if (maximumNorm > 0 && double.IsFinite(norm) && norm > maximumNorm)
        {
            foreach (var gradient in gradients)
            {
                gradient.mul_(maximumNorm / (norm + Epsilon));
            }
        }

        return norm;
    }
}
