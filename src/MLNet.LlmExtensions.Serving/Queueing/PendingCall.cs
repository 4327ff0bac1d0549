namespace MLNet.LlmExtensions.Serving.Queueing;

/// <summary>A call of some texts that waits for their results.</summary>
internal sealed class PendingCall<TResult>(int texts)
{
    private readonly TaskCompletionSource<TResult[]> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TResult[] _results = new TResult[texts];
    private int _missing = texts;

    public Task<TResult[]> Task => _completion.Task;

    /// <summary>Whether nobody waits any more: the caller has cancelled, or a part has failed.</summary>
    public bool IsOver => _completion.Task.IsCompleted;

    public void SetResult(int index, TResult result)
    {
        _results[index] = result;
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            _ = _completion.TrySetResult(_results);
        }
    }

    public void Fail(Exception exception) => _completion.TrySetException(exception);

    public void Cancel(CancellationToken cancellationToken) => _completion.TrySetCanceled(cancellationToken);
}
