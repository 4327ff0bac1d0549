using SyntheticReports.Grammar;

namespace SyntheticReports.Noise;

/// <summary>Makes the slips of hasty typing: a letter dropped, doubled, or two exchanged. Short words stay whole, since a
/// lost letter in "no" or "not" would change what the report says.</summary>
internal static class Typos
{
    private const int ShortestWord = 6;

    public static string Apply(string text, Dice dice)
    {
        var words = text.Split(' ');
        var candidates = Enumerable.Range(0, words.Length)
            .Where(i => words[i].Length >= ShortestWord && words[i].All(char.IsAsciiLetterLower))
            .ToList();
        dice.Shuffle(candidates);
        foreach (var i in candidates.Take(dice.Between(1, 3)))
            words[i] = Misspell(words[i], dice);
        return string.Join(' ', words);
    }

    private static string Misspell(string word, Dice dice)
    {
        var at = dice.Between(1, word.Length - 3);
        return dice.Below(3) switch
        {
            0 => word.Remove(at, 1),
            1 => word.Insert(at, word[at].ToString()),
            _ => word[..at] + word[at + 1] + word[at] + word[(at + 2)..],
        };
    }
}
