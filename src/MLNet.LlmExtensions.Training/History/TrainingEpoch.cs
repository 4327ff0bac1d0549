namespace MLNet.LlmExtensions.Training;

/// <summary>One pass over the training rows.</summary>
/// <param name="Epoch">The number of the pass; the first is 1.</param>
/// <param name="Loss">The mean over the pass's steps of <see cref="TrainingStep.Loss"/>.</param>
/// <param name="Tokens">The tokens of the pass, padding left out.</param>
/// <param name="PaddedTokens">The same with padding: what was computed.</param>
public readonly record struct TrainingEpoch(int Epoch, double Loss, long Tokens, long PaddedTokens);
