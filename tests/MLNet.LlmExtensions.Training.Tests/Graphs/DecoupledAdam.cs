using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Graphs;

/// <summary>AdamW as its paper writes it (<see href="https://arxiv.org/abs/1711.05101"/>), with the settings of the reference.</summary>
internal sealed class DecoupledAdam
{
    private const double Rate = 1e-3, Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8, Decay = 0.01;

    private readonly Dictionary<Tensor, (double[] First, double[] Second)> _moments = new(ReferenceEqualityComparer.Instance);

    /// <summary>Steps that were made.</summary>
    public int Count { get; set; }

    public void Step(Tensor parameter, Tensor gradient)
    {
        var values = Tensors.ToDoubles(parameter);
        var slopes = Tensors.ToDoubles(gradient);
        if (!_moments.TryGetValue(parameter, out var moments))
            _moments.Add(parameter, moments = (new double[values.Length], new double[values.Length]));
        for (var i = 0; i < values.Length; i++)
        {
            moments.First[i] = (Beta1 * moments.First[i]) + ((1 - Beta1) * slopes[i]);
            moments.Second[i] = (Beta2 * moments.Second[i]) + ((1 - Beta2) * slopes[i] * slopes[i]);
            var first = moments.First[i] / (1 - Math.Pow(Beta1, Count + 1));
            var second = moments.Second[i] / (1 - Math.Pow(Beta2, Count + 1));
            values[i] -= (Rate * Decay * values[i]) + (Rate * first / (Math.Sqrt(second) + Epsilon));
        }

        using var noGrad = no_grad();
        using var updated = tensor(values, parameter.shape, ScalarType.Float64);
        parameter.copy_(updated);
    }
}
