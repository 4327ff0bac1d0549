namespace MLNet.LlmExtensions.Training.Checkpoints;

/// <summary>What an epoch adds up to so far.</summary>
/// <param name="Steps">Steps done.</param>
/// <param name="Loss">The sum of their losses.</param>
/// <param name="Tokens">Their tokens.</param>
/// <param name="PaddedTokens">The same with padding.</param>
internal readonly record struct EpochSums(int Steps, double Loss, long Tokens, long PaddedTokens);
