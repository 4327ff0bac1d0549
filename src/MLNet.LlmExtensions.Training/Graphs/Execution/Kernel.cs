namespace MLNet.LlmExtensions.Training.Graphs.Execution;

/// <summary>
/// Computes one node: takes inputs from the call and returns outputs to it. A returned tensor is a new one, never an
/// input; tensors of no further use are disposed at once.
/// </summary>
/// <param name="call">Inputs and outputs; valid until the kernel returns.</param>
internal delegate void Kernel(Call call);
