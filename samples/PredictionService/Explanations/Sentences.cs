using System.Text.RegularExpressions;

namespace PredictionService.Explanations;

/// <summary>
/// Cuts a text into sentences: after a full stop, question or exclamation mark before white space and a capital, digit or bullet, and
/// at line ends. Reports are full of abbreviations and numbers; a cut too few or too many makes an explanation coarser or finer, not
/// wrong.
/// </summary>
internal static partial class Sentences
{
    public static IReadOnlyList<Sentence> Of(string text)
    {
        var sentences = new List<Sentence>();
        var start = 0;
        foreach (Match end in Ends().Matches(text))
        {
            Add(end.Index + end.Length);
        }

        Add(text.Length);
        return sentences;

        void Add(int stop)
        {
            if (!string.IsNullOrWhiteSpace(text[start..stop]))
            {
                sentences.Add(new Sentence(start, stop - start));
                start = stop;
            }
        }
    }

    [GeneratedRegex(@"(?<=[.!?][""')\]]?)\s+(?=[\p{Lu}\p{Nd}\-*•(])|\s*[\r\n]+\s*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ends();
}
