namespace MLNet.LlmExtensions.Models.Tokenization.Training.Learning;

/// <summary>Two neighbouring tokens of a word, by their ids.</summary>
internal readonly record struct SymbolPair(int Left, int Right);
