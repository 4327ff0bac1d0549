namespace MLNet.LlmExtensions.Models.Tokenization.PostProcessors;

/// <summary>How much of each text stays when two texts share a limit ("longest first").</summary>
internal static class Truncation
{
    /// <summary>The lengths to which two texts are cut so that together they have at most <paramref name="limit"/> tokens.</summary>
    public static (int First, int Second) LongestFirst(int first, int second, int limit)
    {
        if (first + second <= limit) return (first, second);

        // The shorter text stays whole where it leaves the longer one at least as much as itself; otherwise both get
        // half, and the longer one the odd token.
        int shorter = Math.Min(first, second);
        int longer = Math.Max(shorter, limit - shorter);
        if (shorter > limit || shorter + longer > limit)
        {
            shorter = limit / 2;
            longer = shorter + limit % 2;
        }

        return first > second ? (longer, shorter) : (shorter, longer);
    }
}
