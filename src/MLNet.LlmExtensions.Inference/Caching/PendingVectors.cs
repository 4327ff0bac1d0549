namespace MLNet.LlmExtensions.Inference.Caching;

/// <summary>Vectors that a caller has undertaken to compute. Others who need one of them wait for it instead of computing it too.</summary>
/// <param name="count">How many.</param>
/// <param name="dimensions">Their length.</param>
internal sealed class PendingVectors(int count, int dimensions)
{
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The vectors one after the other; of no meaning before they are done.</summary>
    public float[] Values { get; } = new float[count * dimensions];

    public ReadOnlySpan<float> Vector(int row) => Values.AsSpan(row * dimensions, dimensions);

    /// <summary>Tells those who wait.</summary>
    /// <param name="succeeded">Whether the vectors are there; otherwise the others are to help themselves.</param>
    public void Complete(bool succeeded) => _done.TrySetResult(succeeded);

    /// <returns>Whether the vectors are there.</returns>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    public bool Wait(CancellationToken cancellationToken)
    {
        _done.Task.Wait(cancellationToken);
        return _done.Task.Result;
    }
}
