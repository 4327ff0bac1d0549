using System.Text.RegularExpressions;
using SyntheticReports.Grammar;

namespace SyntheticReports.Noise;

/// <summary>Shortens words the way reports do, some in one report and none in the next.</summary>
internal static class Abbreviations
{
    private static readonly (string Long, string Short)[] Pairs =
    [
        ("pneumothorax", "PTX"),
        ("pulmonary embolism", "PE"),
        ("deep vein thrombosis", "DVT"),
        ("pleural effusion", "pl. effusion"),
        ("fracture", "fx"),
        ("without", "w/o"),
        ("with", "w/"),
        ("right", "R"),
        ("left", "L"),
        ("bilateral", "bilat"),
        ("history of", "h/o"),
        ("follow-up", "f/u"),
        ("shortness of breath", "SOB"),
        ("abdomen", "abd"),
        ("previous", "prev"),
        ("months", "mo"),
        ("unchanged", "unch."),
        ("no evidence of", "no e/o"),
    ];

    public static string Apply(string text, Dice dice)
    {
        foreach (var (full, brief) in Pairs)
        {
            if (dice.Chance(0.6))
            {
                text = Regex.Replace(
                    text,
                    $@"\b{Regex.Escape(full)}\b",
                    match => char.IsUpper(match.Value[0]) ? char.ToUpperInvariant(brief[0]) + brief[1..] : brief,
                    RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            }
        }

        return text;
    }
}
