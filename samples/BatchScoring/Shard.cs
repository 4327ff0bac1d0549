using System.Globalization;

namespace BatchScoring;

/// <summary>Which of several processes this is: of the parts it takes every <paramref name="Count"/>-th.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct Shard(int Index, int Count)
{
    /// <summary>Where Kubernetes tells a pod of an Indexed Job which one it is.</summary>
    public const string IndexVariable = "JOB_COMPLETION_INDEX";

    /// <summary>The only one.</summary>
    public static Shard Whole { get; } = new(0, 1);

    /// <summary>Whether a part belongs to it.</summary>
    public bool Has(int part) => part % Count == Index;

    /// <summary>Reads <c>2/8</c>, or <c>auto/8</c> where the environment says which.</summary>
    /// <returns>Null where it is none.</returns>
    public static Shard? Parse(string text, Func<string, string?> environment)
    {
        if (text.Split('/') is not [var index, var count])
            return null;
        if (index == "auto")
            index = environment(IndexVariable) ?? "";
        return TryNumber(index, out var i) && TryNumber(count, out var n) && i < n ? new Shard(i, n) : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
