namespace MLNet.LlmExtensions.StandIns.Tests.Trainers;

/// <summary>A row of a small classification problem.</summary>
internal sealed class Example
{
    public const int FeatureCount = 4;

    [VectorType(FeatureCount)]
    public float[] Features { get; set; } = [];

    public string Text { get; set; } = "";

    public int Number { get; set; }

    public float Single { get; set; }

    public bool Truth { get; set; }

    public float Weight { get; set; } = 1;

    /// <summary>
    /// Three overlapping classes: "b" (7, 2.5, true), "a" (-1, 1, false), "c" (4, 0.5, false), in this order. The numbers come
    /// from a generator written out here, so that they are the same on every runtime.
    /// </summary>
    public static Example[] Three(int count)
    {
        uint state = 12345;
        return [.. Enumerable.Range(0, count).Select(i => Create(i % 3, ref state))];
    }

    private static Example Create(int label, ref uint state)
    {
        var features = new float[FeatureCount];
        for (int j = 0; j < FeatureCount; j++)
        {
            state = unchecked(state * 1664525 + 1013904223);
            features[j] = (state >> 8) / (float)(1 << 24) * 2 - 1 + (j == label ? 0.7f : 0);
        }

        return new Example
        {
            Features = features,
            Text = ((string[])["b", "a", "c"])[label],
            Number = ((int[])[7, -1, 4])[label],
            Single = ((float[])[2.5f, 1, 0.5f])[label],
            Truth = label == 0,
        };
    }
}
