namespace MLNet.LlmExtensions.Models.Tokenization.Models;

/// <summary>What distinguishes one kind of byte-pair encoding from another.</summary>
internal sealed record BpeOptions
{
    /// <summary>The id for characters that the vocabulary lacks; null drops them.</summary>
    public int? UnknownId { get; init; }

    /// <summary>Whether neighbouring unknown characters become one token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>Whether a character that the vocabulary lacks is written as tokens for its bytes, <c>&lt;0x..&gt;</c>.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Whether a piece that is a token as a whole is taken as it is, whatever the merges say.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>What symbols begin with that do not begin a piece; empty for none.</summary>
    public string ContinuationPrefix { get; init; } = "";

    /// <summary>What the last symbol of a piece ends with; empty for none.</summary>
    public string EndOfWordSuffix { get; init; } = "";
}
