using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Training.Randomness;

namespace MLNet.LlmExtensions.Training.Graphs;

/// <summary>Initial values of new parameters: the same for the same seed and name, on every machine and device.</summary>
internal sealed class ParameterRandom
{
    private readonly SeededRandom _random;

    /// <param name="seed">The training's seed.</param>
    /// <param name="name">The parameter's name, so that what else is trained does not change its values.</param>
    public ParameterRandom(long seed, string name)
    {
        // FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/): string.GetHashCode differs between processes.
        var hash = 14695981039346656037 ^ (ulong)seed;
        foreach (var letter in name)
            hash = (hash ^ letter) * 1099511628211;
        _random = new SeededRandom((long)hash);
    }

    /// <summary>Fills a tensor's values.</summary>
    /// <param name="tensor">How to start.</param>
    /// <param name="values">As many as the tensor has elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The kind of start has no random values.</exception>
    public void Fill(TrainableTensor tensor, Span<float> values)
    {
        var scale = tensor.InitializationScale;
        switch (tensor.Initialization)
        {
            case TensorInitialization.Zeros:
                values.Clear();
                break;
            case TensorInitialization.Ones:
                values.Fill(1);
                break;
            case TensorInitialization.Uniform:
                foreach (ref var value in values)
                    value = (float)((2 * _random.NextDouble() - 1) * scale);
                break;
            case TensorInitialization.Normal:
                foreach (ref var value in values)
                    value = (float)(_random.NextNormal() * scale);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(tensor), tensor.Initialization, "Not a start that is made up.");
        }
    }
}
