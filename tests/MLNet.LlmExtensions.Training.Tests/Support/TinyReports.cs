namespace MLNet.LlmExtensions.Training.Tests.Support;

/// <summary>Sentences in the words of <c>TinyBert</c>'s vocabulary; class 1 finds something.</summary>
internal static class TinyReports
{
    private static readonly string[] Sides = ["left", "right"];
    private static readonly string[] Findings = ["effusion", "pneumothorax", "opacity", "nodule", "fracture", "edema"];
    private static readonly string[] Sizes = ["small", "large", "mild", "acute", "chronic", "new"];

    /// <summary>Rows of two classes in turn.</summary>
    public static TrainingExample[] Rows(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => new TrainingExample(Text(random, i % 2 == 1), i % 2))];
    }

    public static string Text(Random random, bool finds)
    {
        var (side, finding, size) = (Pick(Sides), Pick(Findings), Pick(Sizes));
        var extra = string.Concat(Enumerable.Repeat("the heart size is within normal limits . ", random.Next(0, 3)));
        return extra + (finds ? $"there is a {size} {side} {finding} ." : $"no evidence of {side} {finding} ; lungs are clear .");

        string Pick(string[] words) => words[random.Next(words.Length)];
    }
}
