namespace MLNet.LlmExtensions.Models.Tokenization.Windows;

/// <summary>Cuts a long text into overlapping windows.</summary>
internal static class TextWindower
{
    /// <summary>
    /// The number of windows of <paramref name="capacity"/> tokens that cover <paramref name="length"/> tokens and share at
    /// least <paramref name="overlap"/> with their neighbours.
    /// </summary>
    public static int Count(int length, int capacity, int overlap)
    {
        if (length <= capacity)
        {
            return 1;
        }

        var step = capacity - overlap;
        return (int)((length - (long)overlap + step - 1) / step);
    }

    /// <summary>
    /// Where window <paramref name="index"/> of <paramref name="count"/> begins. All windows have the full length and are
    /// spread evenly, so that the last one is not a scrap whose embedding would count as much as the others'.
    /// </summary>
    public static int Start(int index, int count, int length, int capacity) =>
        count == 1 ? 0 : (int)((long)index * (length - capacity) / (count - 1));
}
