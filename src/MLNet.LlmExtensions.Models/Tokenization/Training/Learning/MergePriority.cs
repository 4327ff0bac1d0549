namespace MLNet.LlmExtensions.Models.Tokenization.Training.Learning;

/// <summary>The order of merges: the most frequent pair first, of equally frequent ones that with the smaller ids.</summary>
internal readonly record struct MergePriority(long Count, SymbolPair Pair) : IComparable<MergePriority>
{
    public int CompareTo(MergePriority other)
    {
        int order = other.Count.CompareTo(Count);
        if (order == 0) order = Pair.Left.CompareTo(other.Pair.Left);
        return order == 0 ? Pair.Right.CompareTo(other.Pair.Right) : order;
    }
}
