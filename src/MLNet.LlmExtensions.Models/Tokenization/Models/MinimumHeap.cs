using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.Models;

/// <summary>A binary heap with the smallest number on top, kept in a list.</summary>
internal static class MinimumHeap
{
    public static void Push(GrowList<long> heap, long value)
    {
        heap.Add(value);
        var items = heap.Span;
        int index = items.Length - 1;
        while (index > 0)
        {
            int parent = (index - 1) / 2;
            if (items[parent] <= value) break;
            items[index] = items[parent];
            index = parent;
        }

        items[index] = value;
    }

    /// <summary>Takes the smallest number out of a heap that is not empty.</summary>
    public static long Pop(GrowList<long> heap)
    {
        var items = heap.Span;
        long smallest = items[0];
        long last = items[^1];
        heap.RemoveLast();
        items = heap.Span;

        int index = 0;
        while (true)
        {
            int child = 2 * index + 1;
            if (child >= items.Length) break;
            if (child + 1 < items.Length && items[child + 1] < items[child]) child++;
            if (items[child] >= last) break;
            items[index] = items[child];
            index = child;
        }

        if (items.Length > 0) items[index] = last;
        return smallest;
    }
}
