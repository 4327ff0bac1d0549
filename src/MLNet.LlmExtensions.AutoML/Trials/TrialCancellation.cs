namespace MLNet.LlmExtensions.AutoML;

/// <summary>
/// The end of the running trial. AutoML's pipelines are built without one, so it comes to the estimators beside the call.
/// </summary>
internal static class TrialCancellation
{
    private static readonly AsyncLocal<CancellationToken> Running = new();

    /// <summary>Ends with the running trial, or when the caller's own token says so.</summary>
    public static CancellationToken With(CancellationToken own)
    {
        var trial = Running.Value;
        return !trial.CanBeCanceled ? own
            : !own.CanBeCanceled ? trial
            : CancellationTokenSource.CreateLinkedTokenSource(own, trial).Token;
    }

    /// <summary>Says which trial runs, for the current flow of execution.</summary>
    public static void Set(CancellationToken trial) => Running.Value = trial;
}
