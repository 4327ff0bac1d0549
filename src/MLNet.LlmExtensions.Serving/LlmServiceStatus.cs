namespace MLNet.LlmExtensions.Serving;

/// <summary>How a service is.</summary>
/// <param name="IsLoaded">Whether its model is loaded.</param>
/// <param name="LoadedAt">When the model that serves was loaded.</param>
/// <param name="LoadFailure">Why the newest file could not be loaded; <see langword="null"/> where it could. The one before serves on, if there was one.</param>
/// <param name="QueueLength">Texts that wait or are being computed.</param>
/// <param name="MaximumQueueLength">The most that there may be.</param>
public sealed record LlmServiceStatus(bool IsLoaded, DateTimeOffset? LoadedAt, string? LoadFailure, int QueueLength, int MaximumQueueLength);
