using System.Text.RegularExpressions;

namespace SyntheticReports.Measurement;

/// <summary>
/// A simple reader of sentence structure: leaves out what was asked and what earlier examinations showed, cuts sentences
/// into clauses, finds the clause's cue (gone, open, unchanged, absent, or else present) and marks every word with it. Words
/// so marked, counted like any others, show how much of the label lies in who negates what.
/// </summary>
internal static partial class ScopeTagger
{
    private static readonly (string Tag, Regex Cue)[] Cues =
    [
        ("open", OpenCue()),
        ("gone", GoneCue()),
        ("same", SameCue()),
        ("here", HereCue()),
        ("none", NoneCue()),
    ];

    public static List<string> Words(string text)
    {
        var words = new List<string>();
        foreach (var clause in ClauseEnd().Split(BackgroundSection().Replace(text.ToLowerInvariant() + "\n", " ")))
        {
            if (RequestCue().IsMatch(clause))
                continue;
            var tag = Array.Find(Cues, cue => cue.Cue.IsMatch(clause)).Tag ?? "here";
            words.AddRange(NGramFeatures.Words(clause).Select(word => tag + "/" + word));
        }

        return words;
    }

    [GeneratedRegex(@"(indication|clinical details|history|reason for examination|technique|comparison|previous imaging): .*?(?=\n|findings:|report:|description:|observations:|technique:|comparison:|impression:)")]
    private static partial Regex BackgroundSection();

    [GeneratedRegex(@"[.;\n]|, but |\bhowever\b|\bwhereas\b|\bwhile\b|, and |\bbesides\b|, only | and no | and there is no |, unlike ")]
    private static partial Regex ClauseEnd();

    [GeneratedRegex(@"\?|^ *(query|rule out|suspected|exclude|please assess|history of|known \w+( \w+)?$|follow-up of|previous \w+|check of)|assumed clinically|worried")]
    private static partial Regex RequestCue();

    [GeneratedRegex(@"cannot|can not|possible|equivocal|question(able)? (of|for)?|questionable|neither confirmed|not ruled out|remain open|not certain|is not$")]
    private static partial Regex OpenCue();

    [GeneratedRegex(@"has (resolved|cleared|gone|disappeared)|resolution|no longer visible|not seen any more|nothing remains|gone again|as the .* cleared|this has gone")]
    private static partial Regex GoneCue();

    [GeneratedRegex(@"unchanged|unch\.|stable|no change|without interval change|w/o interval change|same as|as it did|no larger|not significantly|known|kept its size|not grown|nothing new|as before")]
    private static partial Regex SameCue();

    [GeneratedRegex(@"not present on|is new|there is now|no longer so|has not resolved|not .* but")]
    private static partial Regex HereCue();

    [GeneratedRegex(@"\bno\b|\bnot\b|\bnor\b|without|w/o|negative|none|free of|excluded|ruled out|turns out|nothing")]
    private static partial Regex NoneCue();
}
