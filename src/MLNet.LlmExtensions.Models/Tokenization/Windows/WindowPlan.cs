using MLNet.LlmExtensions.Models.Tokenization.PostProcessors;

namespace MLNet.LlmExtensions.Models.Tokenization.Windows;

/// <summary>
/// Which tokens of a text, or of a pair of texts, stand in which window. Each window of a pair has a part of both: the shorter
/// text stays whole as long as it leaves the longer one half of the window; otherwise both are walked through side by side.
/// No token is lost.
/// </summary>
internal readonly record struct WindowPlan
{
    private readonly int _first;
    private readonly int _second;
    private readonly int _firstCapacity;
    private readonly int _secondCapacity;

    private WindowPlan(int first, int second, int firstCapacity, int secondCapacity, int overlap)
    {
        _first = first;
        _second = second;
        _firstCapacity = Math.Min(first, firstCapacity);
        _secondCapacity = Math.Min(second, secondCapacity);
        Count = Math.Max(CountOf(first, _firstCapacity, overlap), CountOf(second, _secondCapacity, overlap));
    }

    /// <summary>The number of windows: at least one.</summary>
    public int Count { get; }

    /// <summary>Plans a single text.</summary>
    /// <param name="length">Its tokens.</param>
    /// <param name="capacity">The tokens that a window holds beside special ones.</param>
    /// <param name="overlap">The tokens that neighbours share at the least; never more than half a window.</param>
    public static WindowPlan Single(int length, int capacity, int overlap) => new(length, 0, capacity, 0, overlap);

    /// <summary>Plans a pair of texts.</summary>
    /// <param name="first">The tokens of the first text.</param>
    /// <param name="second">The tokens of the second text.</param>
    /// <param name="capacity">The tokens that a window holds beside the special ones of a pair; at least 2.</param>
    /// <param name="overlap">The tokens of a text that neighbours share at the least; never more than half of what a window has of it.</param>
    public static WindowPlan Pair(int first, int second, int capacity, int overlap)
    {
        var (firstCapacity, secondCapacity) = Truncation.LongestFirst(first, second, capacity);
        return new WindowPlan(first, second, firstCapacity, secondCapacity, overlap);
    }

    /// <summary>The first text's tokens in a window.</summary>
    public (int Start, int Length) First(int window) => (TextWindower.Start(window, Count, _first, _firstCapacity), _firstCapacity);

    /// <summary>The second text's tokens in a window.</summary>
    public (int Start, int Length) Second(int window) => (TextWindower.Start(window, Count, _second, _secondCapacity), _secondCapacity);

    private static int CountOf(int length, int capacity, int overlap) =>
        TextWindower.Count(length, capacity, Math.Min(overlap, capacity / 2));
}
