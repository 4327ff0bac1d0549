using Microsoft.Extensions.Logging;

namespace MLNet.LlmExtensions.Serving.Diagnostics;

/// <summary>What services log. Never a text.</summary>
internal static partial class ServingLog
{
    [LoggerMessage(1, LogLevel.Information, "{Service}: the model '{File}' is loaded ({Seconds:F2} s)")]
    public static partial void Loaded(ILogger logger, string service, string file, double seconds);

    [LoggerMessage(2, LogLevel.Error, "{Service}: the changed model '{File}' cannot be loaded; the one before serves on")]
    public static partial void ReloadFailed(ILogger logger, Exception exception, string service, string file);

    [LoggerMessage(3, LogLevel.Information, "{Service}: the embeddings of '{Folder}' are loaded ({Seconds:F2} s), on {Device}")]
    public static partial void EmbeddingsLoaded(ILogger logger, string service, string folder, double seconds, string device);
}
