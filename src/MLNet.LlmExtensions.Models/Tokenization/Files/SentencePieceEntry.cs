namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>One piece of a SentencePiece model.</summary>
internal readonly record struct SentencePieceEntry(string Text, float Score, SentencePieceType Type);
