namespace MLNet.LlmExtensions.Models.Tokenization.Training.Learning;

/// <summary>Two tokens and what they become, by their ids.</summary>
internal readonly record struct LearnedMerge(int Left, int Right, int Merged);
