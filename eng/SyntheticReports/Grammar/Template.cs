using System.Text;

namespace SyntheticReports.Grammar;

/// <summary>
/// Expands a template: <c>{name}</c> is filled in by the caller, <c>[this|that|]</c> becomes one of its alternatives
/// (which may be empty, and may hold slots and further brackets). Afterwards the spaces are tidied.
/// </summary>
public static class Template
{
    /// <summary>Expands <paramref name="template"/>.</summary>
    /// <exception cref="FormatException">A bracket or brace is not closed.</exception>
    public static string Expand(string template, Dice dice, Func<string, string> slot)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(dice);
        ArgumentNullException.ThrowIfNull(slot);
        return Tidy(ExpandPart(template, dice, slot));
    }

    private static string ExpandPart(string template, Dice dice, Func<string, string> slot)
    {
        var text = new StringBuilder();
        for (var i = 0; i < template.Length; i++)
        {
            switch (template[i])
            {
                case '{':
                    var end = template.IndexOf('}', i);
                    if (end < 0)
                        throw new FormatException($"A brace is not closed in the template '{template}'.");
                    text.Append(slot(template[(i + 1)..end]));
                    i = end;
                    break;
                case '[':
                    var (alternatives, close) = Alternatives(template, i);
                    text.Append(ExpandPart(dice.Pick(alternatives), dice, slot));
                    i = close;
                    break;
                default:
                    text.Append(template[i]);
                    break;
            }
        }

        return text.ToString();
    }

    private static (List<string> Alternatives, int Close) Alternatives(string template, int open)
    {
        var alternatives = new List<string>();
        var depth = 0;
        var start = open + 1;
        for (var i = open; i < template.Length; i++)
        {
            switch (template[i])
            {
                case '[':
                    depth++;
                    break;
                case ']' when --depth == 0:
                    alternatives.Add(template[start..i]);
                    return (alternatives, i);
                case '|' when depth == 1:
                    alternatives.Add(template[start..i]);
                    start = i + 1;
                    break;
            }
        }

        throw new FormatException($"A bracket is not closed in the template '{template}'.");
    }

    // Empty slots and alternatives leave double spaces and spaces before punctuation behind.
    private static string Tidy(string text)
    {
        var tidy = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c == ' ' && (tidy.Length == 0 || tidy[^1] is ' ' or '\n'))
                continue;
            if (c is '.' or ',' or ';' or ':' && tidy.Length > 0 && tidy[^1] == ' ')
                tidy.Length--;
            tidy.Append(c);
        }

        return tidy.ToString().TrimEnd(' ');
    }
}
