namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;

/// <summary>What becomes of the delimiters when a text is split at them.</summary>
internal enum SplitBehavior
{
    /// <summary>They are dropped.</summary>
    Removed,

    /// <summary>Each becomes a piece of its own.</summary>
    Isolated,

    /// <summary>Each joins what stands before it.</summary>
    MergedWithPrevious,

    /// <summary>Each joins what stands after it.</summary>
    MergedWithNext,

    /// <summary>A run of them becomes one piece.</summary>
    Contiguous,
}
