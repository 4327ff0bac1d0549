using ReportEncoder.Evaluation;
using ReportEncoder.HardNegatives.Frames;
using SyntheticReports.Grammar;

namespace ReportEncoder.HardNegatives;

/// <summary>Draws distinct triples from the frames. The same seed gives the same triples on every machine.</summary>
internal static class TripleGenerator
{
    /// <summary>All frames, by kind.</summary>
    public static IReadOnlyList<ContrastFrame> Frames { get; } =
    [
        .. FindingFrames.All, .. PatientFrames.All, .. ResultFrames.All, .. SoftwareFrames.All,
        .. SideFrames.All, .. PositionFrames.All,
        .. QuantityFrames.All, .. DegreeFrames.All, .. ChangeFrames.All,
    ];

    /// <summary>Draws up to so many triples of each kind; a frame ends early when it gives nothing new.</summary>
    public static IEnumerable<Triple> Generate(int perKind, int seed, SanitySentences sanity)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var kind in Frames.GroupBy(frame => frame.Kind))
        {
            var frames = kind.ToList();
            var dice = frames.ConvertAll(frame => new Dice(unchecked((ulong)seed * 0x9E3779B97F4A7C15UL) ^ Hash(frame.Name)));
            for (int count = 0, vain = 0; count < perKind && vain < 100_000; vain++)
            {
                var frame = (count + vain) % frames.Count;
                var triple = frames[frame].Draw(dice[frame]);
                if (!IsUseful(triple, sanity) || !seen.Add($"{triple.Text}\t{triple.Positive}\t{triple.Negative}"))
                    continue;
                yield return triple;
                (count, vain) = (count + 1, -1);
            }
        }
    }

    /// <summary>Whether the three texts are three, and none of them is one of the sanity set.</summary>
    public static bool IsUseful(Triple triple, SanitySentences sanity) =>
        !Same(triple.Text, triple.Positive) && !Same(triple.Text, triple.Negative) && !Same(triple.Positive, triple.Negative)
        && !sanity.Contains(triple.Text) && !sanity.Contains(triple.Positive) && !sanity.Contains(triple.Negative);

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    private static ulong Hash(string text) => text.Aggregate(14695981039346656037UL, (hash, c) => (hash ^ c) * 1099511628211UL);
}
