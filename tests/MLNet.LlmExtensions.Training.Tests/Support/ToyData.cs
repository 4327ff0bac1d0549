using MLNet.LlmExtensions.Training.Data;

namespace MLNet.LlmExtensions.Training.Tests.Support;

/// <summary>Token sequences whose class shows in some of their tokens.</summary>
internal static class ToyData
{
    public const int Vocabulary = 40;

    /// <summary>Rows of random tokens, among them some that only this class has; a share has several windows.</summary>
    public static TokenizedExample[] Rows(int count, int classes, int seed, double several = 0)
    {
        var random = new Random(seed);
        var rows = new TokenizedExample[count];
        for (var i = 0; i < count; i++)
        {
            var label = i % classes;
            var windows = random.NextDouble() < several ? random.Next(2, 4) : 1;
            rows[i] = new TokenizedExample([.. Enumerable.Range(0, windows).Select(_ => Row(random, label))], [label]);
        }

        return rows;
    }

    private static TokenRow Row(Random random, int label)
    {
        var ids = new int[random.Next(3, 12)];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = random.Next(3) == 0 ? 1 + (label * 3) + random.Next(3) : random.Next(16, Vocabulary);
        }

        return new TokenRow(ids, null);
    }
}
