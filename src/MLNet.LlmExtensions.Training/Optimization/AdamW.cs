using MLNet.LlmExtensions.Training.Graphs;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Optimization;

/// <summary>
/// Adam with decoupled weight decay (<see href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter, 2019</see>), as
/// <c>torch.optim.AdamW</c> computes it.
/// </summary>
/// <remarks>
/// The one of TorchSharp decays every parameter of a group and keeps its state to itself; here the state is named and
/// complete, so that a training goes on from a checkpoint bit for bit. Not thread-safe. Disposing frees the moments.
/// </remarks>
internal sealed class AdamW : IDisposable
{
    private readonly AdamWOptions _options;
    private readonly List<State> _states = [];

    public AdamW(IReadOnlyList<ParameterGroup> groups, AdamWOptions options)
    {
        _options = options;
        using var noGradients = no_grad();
        foreach (var group in groups)
        {
            foreach (var parameter in group.Parameters)
            {
                _states.Add(new State(
                    parameter,
                    group.LearningRate,
                    zeros_like(parameter.Tensor).DetachFromDisposeScope(),
                    zeros_like(parameter.Tensor).DetachFromDisposeScope()));
            }
        }
    }

    /// <summary>Steps done.</summary>
    public int StepCount { get; private set; }

    /// <summary>Numbers that are trained.</summary>
    public long ParameterCount => _states.Sum(state => state.Parameter.Tensor.numel());

    /// <summary>Changes every parameter that has a gradient.</summary>
    /// <param name="scheduleFactor">What the groups' learning rates are multiplied with.</param>
    public void Step(double scheduleFactor)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        StepCount++;
        var correction1 = 1 - Math.Pow(_options.Beta1, StepCount);
        var correction2 = Math.Sqrt(1 - Math.Pow(_options.Beta2, StepCount));
        foreach (var state in _states)
        {
            var parameter = state.Parameter.Tensor;
            if (parameter.grad is not { } gradient)
            {
                continue;
            }

            var rate = state.LearningRate * scheduleFactor;
            if (_options.WeightDecay > 0 && (state.Parameter.Decays || _options.DecayAll))
            {
                parameter.mul_(1 - (rate * _options.WeightDecay));
            }

            state.Mean.mul_(_options.Beta1).add_(gradient, alpha: 1 - _options.Beta1);
            state.Square.mul_(_options.Beta2).addcmul_(gradient, gradient, value: 1 - _options.Beta2);
            var root = state.Square.sqrt().div_(correction2).add_(_options.Epsilon);
            parameter.addcdiv_(state.Mean, root, value: -rate / correction1);
        }
    }

    /// <summary>Forgets the gradients.</summary>
    public void ClearGradients()
    {
        foreach (var state in _states)
        {
            if (state.Parameter.Tensor.grad is { } gradient)
            {
                using (gradient)
                {
                    gradient.fill_(0); // zero_ would give another tensor to dispose of
                }
            }
        }
    }

    /// <summary>The parameters and their moments, by name.</summary>
    public IEnumerable<(string Name, Tensor Value, Tensor Mean, Tensor Square)> Tensors() =>
        _states.Select(state => (state.Parameter.Name, state.Parameter.Tensor, state.Mean, state.Square));

    /// <summary>Goes on after so many steps; the moments have been put into <see cref="Tensors"/>.</summary>
    public void Resume(int stepCount) => StepCount = stepCount;

    public void Dispose()
    {
        foreach (var state in _states)
        {
            state.Mean.Dispose();
            state.Square.Dispose();
        }
    }

    private sealed record State(TrainableParameter Parameter, double LearningRate, Tensor Mean, Tensor Square);
}
