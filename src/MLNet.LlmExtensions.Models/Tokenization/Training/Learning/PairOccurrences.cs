namespace MLNet.LlmExtensions.Models.Tokenization.Training.Learning;

/// <summary>Where and how often a pair stands in the words as they are merged so far.</summary>
internal sealed class PairOccurrences(SymbolPair pair)
{
    public SymbolPair Pair { get; } = pair;

    /// <summary>How often the texts hold the pair.</summary>
    public long Count { get; set; }

    /// <summary>The words that hold it, or held it once: places are not taken out when other merges destroy them.</summary>
    public List<int> Words { get; } = [];

    /// <summary>Whether it has become more frequent and is not in the queue as such yet.</summary>
    public bool IsWaiting { get; set; }
}
