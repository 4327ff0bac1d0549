using System.Text.RegularExpressions;

namespace ReportEncoder.HardNegatives.Mining;

/// <summary>Says a sentence as briefly as notes do: the same meaning in fewer words.</summary>
internal static class Telegram
{
    private static readonly (Regex Pattern, string Replacement)[] Rules =
    [
        Of(@"\b(?:the|this) patient (denies|denied)\b", "denies"),
        Of(@"\bthere (?:is|was|are|were) (no )?", "$1"),
        Of(@"\bno (?:evidence|signs?) of\b", "no"),
        Of(@"\bthe patient(?:'s)?\b", "patient"),
        Of(@"\b(?:is|was|are|were) (?=(?:not )?(?:normal|abnormal|seen|noted|present|absent|stable|clear|intact|unremarkable|negative|positive|given|taken|performed|placed|started))", ""),
        Of(@"\b(?:a|an|the) ", ""),
        Of(@"\bshortness of breath\b", "dyspnea"),
        Of(@"\bapproximately\b", "about"),
        Of(@"\bpercent\b", "%"),
        Of(@"\bcentimeters?\b", "cm"),
        Of(@"\bmillimeters?\b", "mm"),
        Of(@"\bmilligrams?\b", "mg"),
    ];

    public static string Shorten(string sentence)
    {
        foreach (var (pattern, replacement) in Rules)
            sentence = pattern.Replace(sentence, replacement);
        sentence = string.Join(' ', sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return sentence.Length == 0 ? sentence : char.ToUpperInvariant(sentence[0]) + sentence[1..];
    }

    private static (Regex, string) Of(string pattern, string replacement) =>
        (new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant), replacement);
}
