using MLNet.LlmExtensions.Inference.Sessions;

namespace MLNet.LlmExtensions.Sessions;

/// <summary>One owner's share of something loaded, acquired on first use.</summary>
internal sealed class ShareOwner<T>(string ownerName, Func<SharedResource<T>> acquire) : IDisposable
    where T : class, IDisposable
{
    private readonly Lock _lock = new();
    private SharedResource<T>? _shared;
    private T? _value;
    private bool _disposed;

    public T Value
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
                return _value ??= _shared.Open();
            }
        }
    }

    public void Dispose()
    {
        SharedResource<T>? shared;
        lock (_lock)
        {
            _disposed = true;
            shared = _shared;
            _shared = null;
            _value = null;
        }

        shared?.Release();
    }
}
