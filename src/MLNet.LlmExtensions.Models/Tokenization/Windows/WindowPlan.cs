using MLNet.LlmExtensions.Models.Tokenization.PostProcessors;

namespace MLNet.LlmExtensions.Models.Tokenization.Windows;

/// <summary>
/// Which tokens of a text, or of a pair of texts, stand in which window. Of a pair the longer text is read in windows beside
/// the whole of the shorter one.
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
        _firstCapacity = firstCapacity;
        _secondCapacity = secondCapacity;
        var (longer, capacity) = first > second ? (first, firstCapacity) : (second, secondCapacity);
        Count = TextWindower.Count(longer, capacity, Math.Min(overlap, capacity / 2));
        IsCut = Math.Min(first, second) > Math.Min(firstCapacity, secondCapacity);
    }

    /// <summary>The number of windows: at least one.</summary>
    public int Count { get; }

    /// <summary>
    /// Whether some tokens are in no window: those at the end of the shorter text of a pair that is longer than half a window,
    /// as the longer one is.
    /// </summary>
    public bool IsCut { get; }

    /// <summary>Plans a single text.</summary>
    /// <param name="length">Its tokens.</param>
    /// <param name="capacity">The tokens that a window holds beside special ones.</param>
    /// <param name="overlap">The tokens that neighbours share at the least; never more than half a window.</param>
    public static WindowPlan Single(int length, int capacity, int overlap) => new(length, 0, capacity, 0, overlap);

    /// <summary>Plans a pair of texts.</summary>
    /// <param name="first">The tokens of the first text.</param>
    /// <param name="second">The tokens of the second text.</param>
    /// <param name="capacity">The tokens that a window holds beside the special ones of a pair.</param>
    /// <param name="overlap">The tokens that neighbours share at the least; never more than half of what a window holds of the longer text.</param>
    public static WindowPlan Pair(int first, int second, int capacity, int overlap)
    {
        var (firstCapacity, secondCapacity) = Truncation.LongestFirst(first, second, capacity);
        return new WindowPlan(first, second, firstCapacity, secondCapacity, overlap);
    }

    /// <summary>The first text's tokens in a window.</summary>
    public (int Start, int Length) First(int window) => Stretch(window, _first, _firstCapacity, _first > _second);

    /// <summary>The second text's tokens in a window.</summary>
    public (int Start, int Length) Second(int window) => Stretch(window, _second, _secondCapacity, _first <= _second);

    private (int Start, int Length) Stretch(int window, int length, int capacity, bool moves) =>
        (moves ? TextWindower.Start(window, Count, length, capacity) : 0, Math.Min(length, capacity));
}
