using MLNet.LlmExtensions.Training.Graphs;

namespace MLNet.LlmExtensions.Training.Optimization;

/// <summary>Parameters that learn at the same rate.</summary>
/// <param name="Parameters">The parameters. Whoever made them disposes them.</param>
/// <param name="LearningRate">Their highest learning rate, which the schedule scales.</param>
internal sealed record ParameterGroup(IReadOnlyList<TrainableParameter> Parameters, double LearningRate);
