using SyntheticReports.Grammar;

namespace SyntheticReports.Reports;

/// <summary>Lays a report out in one of several house styles.</summary>
internal static class ReportLayout
{
    private static readonly Phrases IndicationHeadings = new(["INDICATION", "Clinical details"], ["HISTORY"], ["Reason for examination"]);
    private static readonly Phrases TechniqueHeadings = new(["TECHNIQUE", "Technique"]);
    private static readonly Phrases ComparisonHeadings = new(["COMPARISON", "Comparison"], null, ["Previous imaging"]);
    private static readonly Phrases FindingsHeadings = new(["FINDINGS", "Report"], ["Description"], ["OBSERVATIONS"]);
    private static readonly Phrases ImpressionHeadings = new(["IMPRESSION", "Conclusion"], ["SUMMARY"], ["Opinion"]);

    public static string Apply(ReportDraft draft, Dice dice, Part part) => dice.Below(5) switch
    {
        0 or 1 => WithHeadings(draft, dice, part),
        2 => Prose(draft, dice),
        3 => Telegraphic(draft, dice),
        _ => Numbered(draft, dice, part),
    };

    private static string WithHeadings(ReportDraft draft, Dice dice, Part part)
    {
        var lines = new List<string>();
        if (dice.Chance(0.7))
            lines.Add(draft.Title);
        var order = new List<ReportSection> { ReportSection.Indication, ReportSection.Technique, ReportSection.Comparison };
        if (dice.Chance(0.3))
            order.Reverse();
        order.Add(ReportSection.Findings);
        // Some houses put the conclusion on top.
        order.Insert(dice.Chance(0.15) ? 0 : order.Count, ReportSection.Impression);
        foreach (var section in order)
        {
            var sentences = draft.Sections[section];
            var optional = section is ReportSection.Technique or ReportSection.Comparison;
            if (sentences.Count > 0 && !(optional && dice.Chance(0.3)))
                lines.Add(Headings(section).Choose(dice, part) + ": " + string.Join(' ', sentences));
        }

        return string.Join(dice.Chance(0.7) ? "\n" : " ", lines);
    }

    private static string Prose(ReportDraft draft, Dice dice)
    {
        var sentences = new List<string>();
        if (dice.Chance(0.5))
            sentences.Add(draft.Title + ".");
        sentences.AddRange(draft.Sections[ReportSection.Indication]);
        sentences.AddRange(draft.Sections[ReportSection.Findings]);
        sentences.AddRange(draft.Sections[ReportSection.Impression]);
        return string.Join(' ', sentences);
    }

    private static string Telegraphic(ReportDraft draft, Dice dice)
    {
        var sentences = new List<string> { draft.Title + "." };
        if (dice.Chance(0.5))
            sentences.AddRange(draft.Sections[ReportSection.Indication]);
        sentences.AddRange(draft.Sections[ReportSection.Findings].Concat(draft.Sections[ReportSection.Impression]).Select(Clip));
        return string.Join(' ', sentences);
    }

    private static string Numbered(ReportDraft draft, Dice dice, Part part)
    {
        var text = draft.Title + "\n";
        if (dice.Chance(0.7))
            text += Headings(ReportSection.Indication).Choose(dice, part) + ": " + string.Join(' ', draft.Sections[ReportSection.Indication]) + "\n";
        text += string.Join(' ', draft.Sections[ReportSection.Findings]);
        var impression = draft.Sections[ReportSection.Impression];
        if (impression.Count > 0)
            text += "\n" + Headings(ReportSection.Impression).Choose(dice, part) + ":\n" + string.Join('\n', impression.Select((s, i) => FormattableString.Invariant($"{i + 1}. {s}")));
        return text;
    }

    // The dictation style that drops the verb.
    private static string Clip(string sentence)
    {
        foreach (var opening in new[] { "There is a ", "There is an ", "There is " })
        {
            if (sentence.StartsWith(opening, StringComparison.Ordinal))
                return char.ToUpperInvariant(sentence[opening.Length]) + sentence[(opening.Length + 1)..];
        }

        return sentence;
    }

    private static Phrases Headings(ReportSection section) => section switch
    {
        ReportSection.Indication => IndicationHeadings,
        ReportSection.Technique => TechniqueHeadings,
        ReportSection.Comparison => ComparisonHeadings,
        ReportSection.Findings => FindingsHeadings,
        ReportSection.Impression => ImpressionHeadings,
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, "This section has no heading."),
    };
}
