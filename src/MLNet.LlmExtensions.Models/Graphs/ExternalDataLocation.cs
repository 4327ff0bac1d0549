namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>Where an external tensor's bytes are.</summary>
/// <param name="Location">The file, relative to the model's folder.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">The number of bytes, or null for the rest of the file.</param>
internal sealed record ExternalDataLocation(string Location, long Offset, long? Length);
