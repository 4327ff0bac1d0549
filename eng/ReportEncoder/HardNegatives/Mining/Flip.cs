using System.Text.RegularExpressions;

namespace ReportEncoder.HardNegatives.Mining;

/// <summary>Words whose exchange turns a sentence's meaning round.</summary>
/// <param name="Pattern">What to look for.</param>
/// <param name="Replacement">What to put there.</param>
internal sealed record Flip(Regex Pattern, string Replacement)
{
    /// <summary>The rules, the surest first; one sentence is turned by the first that fits.</summary>
    public static IReadOnlyList<Flip> All { get; } =
    [
        Of(@"\b(there (?:is|was|are|were)) no\b", "$1"),
        Of(@"\b(shows?|showed|reveals?|revealed|demonstrates?|demonstrated) no\b", "$1"),
        Of(@"\bno (evidence|sign|signs|history|complaints?) of\b", "$1 of"),
        Of(@"\bden(?:ies|ied)\b", "reports"),
        Of(@"\bnegative for\b", "positive for"),
        Of(@"\bpositive for\b", "negative for"),
        Of(@"\b(is|was|are|were|has|have|had|can|could|should|will) not\b", "$1"),
        Of(@"\b(has|have|had) no\b", "$1"),
        Of(@"\bwithout\b", "with"),
        Of(@"^no\b(?! (one|longer|more|matter))", "there is"),
        Of(@"\bleft\b", "right"),
        Of(@"\bright\b(?! (now|away|after|before))", "left"),
        Of(@"\bbilateral(ly)?\b", "unilateral$1"),
        Of(@"\bincreas(e|ed|es|ing)\b", "decreas$1"),
        Of(@"\bdecreas(e|ed|es|ing)\b", "increas$1"),
        Of(@"\bimproved\b", "worsened"),
        Of(@"\bhigher\b", "lower"),
        Of(@"\blower\b(?! (back|extremit|leg|lobe|quadrant))", "higher"),
        Of(@"\bmild(ly)?\b", "severe$1"),
        Of(@"\bsevere(ly)?\b", "mild$1"),
        Of(@"\bsmall\b(?! (bowel|intestine|molecule))", "large"),
        Of(@"\bnormal\b", "abnormal"),
        Of(@"\bbenign\b", "malignant"),
        Of(@"\bupper\b", "lower"),
    ];

    private static Flip Of(string pattern, string replacement) =>
        new(new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant), replacement);

    /// <summary>The sentence turned round at its first fitting place; null where none fits, or several do.</summary>
    /// <remarks>Of two negations in one sentence it is not sure which one carries the meaning.</remarks>
    public static string? Turn(string sentence)
    {
        var rule = All.FirstOrDefault(flip => flip.Pattern.IsMatch(sentence));
        return rule is not null && rule.Pattern.Count(sentence) == 1 ? rule.Pattern.Replace(sentence, rule.Replacement) : null;
    }
}
