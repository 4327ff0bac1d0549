namespace MLNet.LlmExtensions.Persistence;

/// <summary>The input of a mapping that needs none.</summary>
internal sealed class NoColumns;
