namespace MLNet.LlmExtensions.Tests.Support;

/// <summary>Synthetic reports in three classes that even random weights can tell apart.</summary>
internal static class Reports
{
    private static readonly (string Label, string[] Words)[] Classes =
    [
        ("normal", ["lungs", "clear", "heart", "size", "normal", "within", "limits", "no", "acute", "findings"]),
        ("effusion", ["small", "left", "pleural", "effusion", "right", "large", "new", "seen", "stable", "mild"]),
        ("fracture", ["fracture", "chronic", "of", "the", "right", "nodule", "opacity", "unchanged", "evidence", "edema"]),
    ];

    public static Report[] Create(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (label, words) = Classes[i % Classes.Length];
            var text = string.Join(' ', Enumerable.Range(0, 3 + random.Next(30)).Select(_ => words[random.Next(words.Length)]));
            return new Report { Text = text + ".", Label = label, IsAbnormal = label != "normal", Number = i };
        })];
    }
}
