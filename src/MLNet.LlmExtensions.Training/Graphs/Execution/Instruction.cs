using MLNet.LlmExtensions.Training.Graphs.Compilation;

namespace MLNet.LlmExtensions.Training.Graphs.Execution;

/// <summary>A node that is ready to run: its values have become numbers of slots.</summary>
/// <param name="Node">For errors.</param>
/// <param name="Kernel">What it computes.</param>
/// <param name="Inputs">Slots; -1 for an input that is left out.</param>
/// <param name="Outputs">Slots; -1 for an output that nobody reads.</param>
/// <param name="DependsOnParameters">Whether its results can have gradients that reach a parameter.</param>
internal sealed record Instruction(GraphNode Node, Kernel Kernel, int[] Inputs, int[] Outputs, bool DependsOnParameters);
