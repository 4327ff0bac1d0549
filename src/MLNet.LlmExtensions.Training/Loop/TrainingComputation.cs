using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Randomness;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>How a training's graph is computed.</summary>
internal static class TrainingComputation
{
    /// <summary>As the options of a training say.</summary>
    /// <param name="options">The options.</param>
    /// <param name="device">The device that they come to.</param>
    public static TorchGraphOptions Of(TrainingOptions options, Device device) => new()
    {
        Device = device,
        Precision = options.Precision,
        FrozenWeights = options.FrozenWeights,
        GradientCheckpointing = options.GradientCheckpointing,
        Seed = SeededRandom.Mix(options.Seed, SeedUse.Parameters),
    };
}
