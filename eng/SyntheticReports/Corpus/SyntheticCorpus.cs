using SyntheticReports.Examinations;
using SyntheticReports.Grammar;
using SyntheticReports.Noise;
using SyntheticReports.Reports;

namespace SyntheticReports.Corpus;

/// <summary>The corpus that samples/ReportClassification ships: 1,500 invented radiology reports.</summary>
public static class SyntheticCorpus
{
    /// <summary>The seed of the shipped file.</summary>
    public const ulong Seed = 20260101;

    private static readonly (string Split, int Count, Part Part)[] Splits =
    [
        ("train", 900, Part.Training),
        ("dev", 150, Part.Training),
        ("test", 450, Part.Test),
    ];

    // As uneven as life: most reports show nothing, few are urgent. In percent.
    private static readonly (string Label, int Percent)[] Shares =
    [
        (Label.Normal, 32),
        (Label.Known, 24),
        (Label.FollowUp, 26),
        (Label.Urgent, 18),
    ];

    /// <summary>Writes the corpus. The same seed gives the same rows in the same order; no two rows have the same text.</summary>
    public static IReadOnlyList<SyntheticReport> Create(ulong seed = Seed)
    {
        var dice = new Dice(seed);
        var texts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var rows = new List<SyntheticReport>();
        foreach (var (split, count, part) in Splits)
        {
            foreach (var label in Labels(count, dice))
            {
                string text;
                do
                {
                    text = Write(label, dice, part);
                }
                while (!texts.Add(text));
                rows.Add(new(FormattableString.Invariant($"{split}-{rows.Count + 1:0000}"), text, label, split));
            }
        }

        return rows;
    }

    private static List<string> Labels(int count, Dice dice)
    {
        var labels = Shares.SelectMany(share => Enumerable.Repeat(share.Label, count * share.Percent / 100)).ToList();
        while (labels.Count < count)
            labels.Add(Shares[0].Label);
        dice.Shuffle(labels);
        return labels;
    }

    private static string Write(string label, Dice dice, Part part)
    {
        while (true)
        {
            var examination = dice.Pick(ExaminationCatalog.All);
            var draft = new ReportComposer(examination, dice, part).Compose(label);
            // An examination may lack a finding that the plan wanted; then the report says something else.
            if (Label.Of(draft.Statements) != label)
                continue;

            var text = ReportLayout.Apply(draft, dice, part);
            if (dice.Chance(0.3))
                text = Abbreviations.Apply(text, dice);
            if (dice.Chance(0.25))
                text = Typos.Apply(text, dice);
            return text;
        }
    }
}
