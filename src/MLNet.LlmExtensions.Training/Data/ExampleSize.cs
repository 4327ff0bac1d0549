namespace MLNet.LlmExtensions.Training.Data;

/// <summary>What an example takes of a batch.</summary>
/// <param name="Rows">Rows of the model's input.</param>
/// <param name="Length">Tokens of the longest.</param>
/// <param name="Kind">Examples of different kinds do not share a batch of the training.</param>
internal readonly record struct ExampleSize(int Rows, int Length, int Kind = 0);
