namespace MLNet.LlmExtensions.Models.Tokenization.Training;

/// <summary>How far the training of a tokenizer has come: first all texts are read, then the vocabulary grows.</summary>
/// <param name="Texts">Texts read so far.</param>
/// <param name="DistinctWords">Different words in them; what memory depends on.</param>
/// <param name="VocabularySize">Tokens so far; 0 while texts are being read.</param>
/// <param name="TargetVocabularySize">Tokens that are asked for.</param>
public readonly record struct TokenizerTrainingProgress(
    long Texts, int DistinctWords, int VocabularySize, int TargetVocabularySize);
