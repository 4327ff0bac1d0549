namespace MLNet.LlmExtensions.Serving.Queueing;

/// <summary>A text that waits.</summary>
/// <param name="Text">The text.</param>
/// <param name="Call">The call that it belongs to.</param>
/// <param name="Index">Its place there.</param>
/// <param name="Arrived">When it came, as a time stamp.</param>
internal readonly record struct PendingText<TResult>(string Text, PendingCall<TResult> Call, int Index, long Arrived);
