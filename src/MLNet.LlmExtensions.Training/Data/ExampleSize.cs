namespace MLNet.LlmExtensions.Training.Data;

/// <summary>What an example takes of a batch.</summary>
/// <param name="Rows">Rows of the model's input.</param>
/// <param name="Length">Tokens of the longest.</param>
internal readonly record struct ExampleSize(int Rows, int Length);
