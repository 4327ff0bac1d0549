using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace EncoderTraining.Optimisation;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov, Hutter: Decoupled Weight Decay Regularization, ICLR 2019) and clipping
/// by the norm over all gradients.
/// </summary>
internal sealed class AdamW(IReadOnlyList<Parameter> parameters)
{
    private readonly (Parameter Parameter, float[] Mean, float[] Square)[] _states =
        [.. parameters.Select(p => (p, new float[p.Value.Data.Length], new float[p.Value.Data.Length]))];

    private int _step;

    public float FirstDecay { get; init; } = 0.9f;

    public float SecondDecay { get; init; } = 0.98f;

    public float Epsilon { get; init; } = 1e-6f;

    public float WeightDecay { get; init; } = 0.01f;

    public float MaximumNorm { get; init; } = 1;

    /// <summary>Makes one step, sets the gradients to zero, and returns their norm before clipping.</summary>
    public float Step(float learningRate)
    {
        _step++;
        var norm = Math.Sqrt(_states.Sum(s => (double)TensorPrimitives.SumOfSquares<float>(s.Parameter.Gradient.Data)));
        if (!double.IsFinite(norm))
            throw new InvalidOperationException($"The gradient of step {_step} is not finite: lower the learning rate.");
        var clip = (float)Math.Min(1, MaximumNorm / (norm + 1e-12));
        var rate = learningRate / (1 - MathF.Pow(FirstDecay, _step));
        var squareCorrection = 1 / MathF.Sqrt(1 - MathF.Pow(SecondDecay, _step));
        foreach (var (parameter, mean, square) in _states)
        {
            var keep = parameter.Decays ? 1 - learningRate * WeightDecay : 1;
            Update(parameter.Value.Data, parameter.Gradient.Data, mean, square, clip, rate, squareCorrection, keep);
            parameter.Gradient.Data.AsSpan().Clear();
        }

        return (float)norm;
    }

    private void Update(Span<float> value, ReadOnlySpan<float> gradient, Span<float> mean, Span<float> square,
        float clip, float rate, float squareCorrection, float keep)
    {
        var i = 0;
        for (; i <= value.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            var g = Vector512.Create(gradient[i..]) * clip;
            var m = Vector512.Create<float>(mean[i..]) * FirstDecay + g * (1 - FirstDecay);
            var s = Vector512.Create<float>(square[i..]) * SecondDecay + g * g * (1 - SecondDecay);
            var denominator = Vector512.Sqrt(s) * squareCorrection + Vector512.Create(Epsilon);
            m.CopyTo(mean[i..]);
            s.CopyTo(square[i..]);
            (Vector512.Create<float>(value[i..]) * keep - m * rate / denominator).CopyTo(value[i..]);
        }

        for (; i < value.Length; i++)
        {
            var g = gradient[i] * clip;
            mean[i] = mean[i] * FirstDecay + g * (1 - FirstDecay);
            square[i] = square[i] * SecondDecay + g * g * (1 - SecondDecay);
            value[i] = value[i] * keep - rate * mean[i] / (MathF.Sqrt(square[i]) * squareCorrection + Epsilon);
        }
    }
}
