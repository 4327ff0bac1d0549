namespace MLNet.LlmExtensions.Embedding.Sessions;

/// <summary>One owner's share of a session, acquired on first use.</summary>
internal sealed class SessionOwner(string ownerName, Func<SharedSession> acquire) : IDisposable
{
    private readonly Lock _lock = new();
    private SharedSession? _shared;
    private IEmbeddingSession? _session;
    private bool _disposed;

    public IEmbeddingSession Session
    {
        get
        {
            lock (_lock)
            {
                if (_disposed)
                {
                    throw new ObjectDisposedException(
                        ownerName,
                        $"This {ownerName} has been disposed. A PredictionEngine disposes the model that it was made from unless " +
                        "PredictionEngineOptions.OwnsTransformer is false.");
                }

                _shared ??= acquire();
                return _session ??= _shared.Open();
            }
        }
    }

    public void Dispose()
    {
        SharedSession? shared;
        lock (_lock)
        {
            _disposed = true;
            shared = _shared;
            _shared = null;
            _session = null;
        }

        shared?.Release();
    }
}
