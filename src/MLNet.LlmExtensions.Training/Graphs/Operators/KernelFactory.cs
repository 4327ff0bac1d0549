using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Execution;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Reads a node's attributes once and gives what computes it.</summary>
/// <param name="node">The node.</param>
/// <param name="options">How the graph is computed.</param>
/// <exception cref="NotSupportedException">An attribute asks for something that is not supported.</exception>
internal delegate Kernel KernelFactory(GraphNode node, TorchGraphOptions options);
