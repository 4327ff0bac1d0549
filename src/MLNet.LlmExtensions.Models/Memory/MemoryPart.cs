namespace MLNet.LlmExtensions.Models.Memory;

/// <summary>One use of memory in an estimate.</summary>
/// <param name="Name">What it is, for example <c>activations</c>.</param>
/// <param name="Bytes">How much.</param>
/// <param name="Explanation">Where it comes from, in a few words.</param>
public sealed record MemoryPart(string Name, long Bytes, string Explanation);
