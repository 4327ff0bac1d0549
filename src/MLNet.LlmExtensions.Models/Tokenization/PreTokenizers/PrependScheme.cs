namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;

/// <summary>Where <see cref="MetaspacePreTokenizer"/> puts its mark in front of a piece.</summary>
internal enum PrependScheme
{
    /// <summary>In front of every piece that does not begin with it.</summary>
    Always,

    /// <summary>Only in front of the piece at the very start of the text.</summary>
    First,

    /// <summary>Nowhere.</summary>
    Never,
}
