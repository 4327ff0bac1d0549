namespace MLNet.LlmExtensions.Serving;

/// <summary>
/// A service has as many texts waiting as it may have. Nothing was computed; try again later. A web service answers with status 429 or
/// 503.
/// </summary>
public sealed class LlmServiceOverloadedException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What to tell.</param>
    public LlmServiceOverloadedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What to tell.</param>
    /// <param name="innerException">What led here.</param>
    public LlmServiceOverloadedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes the exception.</summary>
    public LlmServiceOverloadedException()
    {
    }

    internal LlmServiceOverloadedException(string service, int waiting, int maximum)
        : this($"The service '{service}' has {waiting} texts waiting and takes no more than {maximum}. Try again later.")
    {
    }
}
