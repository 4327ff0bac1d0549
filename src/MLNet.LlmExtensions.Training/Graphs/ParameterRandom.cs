using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Training.Graphs;

/// <summary>Initial values of new parameters: the same for the same seed and name, on every machine and device.</summary>
internal sealed class ParameterRandom
{
    private ulong _state;

    /// <param name="seed">The training's seed.</param>
    /// <param name="name">The parameter's name, so that what else is trained does not change its values.</param>
    public ParameterRandom(long seed, string name)
    {
        // FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/): string.GetHashCode differs between processes.
        _state = 14695981039346656037 ^ (ulong)seed;
        foreach (var letter in name)
            _state = (_state ^ letter) * 1099511628211;
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
            case TensorInitialization.Uniform:
                foreach (ref var value in values)
                    value = (float)((2 * NextDouble() - 1) * scale);
                break;
            case TensorInitialization.Normal:
                foreach (ref var value in values)
                    value = (float)(NextNormal() * scale);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(tensor), tensor.Initialization, "Not a start that is made up.");
        }
    }

    /// <summary>SplitMix64 (<see href="https://doi.org/10.1145/2714064.2660195"/>), as a number in [0, 1).</summary>
    private double NextDouble()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        mixed ^= mixed >> 31;
        return (mixed >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Box and Muller's way; one of the pair is enough.</summary>
    private double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());
}
