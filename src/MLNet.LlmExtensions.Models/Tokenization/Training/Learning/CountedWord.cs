namespace MLNet.LlmExtensions.Models.Tokenization.Training.Learning;

/// <summary>A word, or what the pre-tokenizer takes for one, and how often the texts hold it.</summary>
internal readonly record struct CountedWord(string Text, long Count);
