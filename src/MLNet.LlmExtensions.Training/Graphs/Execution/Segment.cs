namespace MLNet.LlmExtensions.Training.Graphs.Execution;

/// <summary>A piece of a program.</summary>
/// <param name="Start">The first instruction.</param>
/// <param name="End">The one after the last.</param>
/// <param name="Boundary">The slot of the one value behind it that depends on parameters, or -1 where there is none.</param>
/// <param name="HasParameters">Whether anything in it depends on parameters, so that gradients go through it.</param>
internal sealed record Segment(int Start, int End, int Boundary, bool HasParameters);
