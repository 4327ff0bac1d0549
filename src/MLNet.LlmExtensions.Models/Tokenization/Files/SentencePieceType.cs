namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>The kinds of pieces in a SentencePiece model, numbered as in its file.</summary>
internal enum SentencePieceType
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}
