namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>An output of an exported graph, as a float value.</summary>
/// <param name="Name">The value's name.</param>
/// <param name="Size">Its last dimension, where the file says it.</param>
internal sealed record ExportedValue(string Name, int? Size);
