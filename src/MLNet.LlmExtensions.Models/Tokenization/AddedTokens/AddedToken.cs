namespace MLNet.LlmExtensions.Models.Tokenization.AddedTokens;

/// <summary>A token that is found in the text itself, before the model sees it.</summary>
internal sealed record AddedToken
{
    /// <summary>The text that it stands for.</summary>
    public required string Content { get; init; }

    /// <summary>Its id.</summary>
    public required int Id { get; init; }

    /// <summary>Only matches where no word character stands on either side.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Takes the white space on its left with it.</summary>
    public bool StripLeft { get; init; }

    /// <summary>Takes the white space on its right with it.</summary>
    public bool StripRight { get; init; }

    /// <summary>Is looked for in the normalised text, in its own normalised form.</summary>
    public bool Normalized { get; init; }

    /// <summary>Is left out when special tokens are skipped in decoding.</summary>
    public bool Special { get; init; }
}
