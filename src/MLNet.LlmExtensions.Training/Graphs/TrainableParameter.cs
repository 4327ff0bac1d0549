using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs;

/// <summary>A tensor that training changes.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Tensor">A float32 leaf that requires a gradient. The model that lists the parameter disposes it.</param>
/// <param name="Decays">Whether weight decay applies: it does to matrices, not to biases and norms.</param>
internal sealed record TrainableParameter(string Name, Tensor Tensor, bool Decays);
