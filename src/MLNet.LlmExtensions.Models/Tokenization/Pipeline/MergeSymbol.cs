namespace MLNet.LlmExtensions.Models.Tokenization.Pipeline;

/// <summary>A symbol of byte-pair encoding, in a list that is linked by index.</summary>
internal record struct MergeSymbol
{
    /// <summary>The token id.</summary>
    public int Id { get; set; }

    /// <summary>The index of the symbol before it, or -1.</summary>
    public int Previous { get; set; }

    /// <summary>The index of the symbol after it, or -1.</summary>
    public int Next { get; set; }

    /// <summary>How many characters it covers.</summary>
    public int Length { get; set; }

    /// <summary>The rank of the merge with the symbol after it, or <see cref="int.MaxValue"/>.</summary>
    public int Rank { get; set; }

    /// <summary>Whether it has been merged into the symbol before it.</summary>
    public bool IsGone { get; set; }
}
