using SyntheticReports.Grammar;

namespace ReportEncoder.HardNegatives;

/// <summary>
/// Sentences that say one thing in several ways, and each of them also its opposite. A form is a template of
/// <see cref="Template"/> with one more bracket: <c>&lt;no|a&gt;</c> is its first side for the one meaning and its second
/// for the other.
/// </summary>
/// <param name="Kind">The kind of its triples.</param>
/// <param name="Name">Distinguishes its meanings from those of other frames.</param>
/// <param name="Forms">At least two ways to say it.</param>
/// <param name="Bind">Chooses what it is about.</param>
internal sealed record ContrastFrame(string Kind, string Name, string[] Forms, Func<Dice, Bindings> Bind)
{
    // Mostly the change is made in the text itself, which is the hardest; sometimes in its paraphrase.
    private const double ChangeOfText = 0.7;

    public Triple Draw(Dice dice)
    {
        var (bindings, state, seed) = (Bind(dice), dice.Below(2), (ulong)dice.Below(int.MaxValue));
        var form = dice.Below(Forms.Length);
        var other = (form + 1 + dice.Below(Forms.Length - 1)) % Forms.Length;
        var changed = dice.Chance(ChangeOfText) ? form : other;
        return new Triple(
            Kind, Say(form, state, bindings, seed), Say(other, state, bindings, seed), Say(changed, 1 - state, bindings, seed),
            $"{Name}|{state}|{bindings.Key}");
    }

    // The same seed makes the same free choices, so that a text and its opposite differ in nothing else.
    private string Say(int form, int state, Bindings bindings, ulong seed)
    {
        var text = Template.Expand(Side(Forms[form], state), new Dice(seed + (ulong)form), slot => bindings[slot]);
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    /// <summary>The template with one side of each <c>&lt;…|…&gt;</c>.</summary>
    internal static string Side(string form, int state)
    {
        for (int open; (open = form.IndexOf('<', StringComparison.Ordinal)) >= 0;)
        {
            var close = form.IndexOf('>', open);
            var bar = close < 0 ? -1 : Bar(form, open, close);
            if (bar < 0)
                throw new FormatException($"A contrast is not closed or has not two sides in the form '{form}'.");
            var side = state == 0 ? form[(open + 1)..bar] : form[(bar + 1)..close];
            form = form[..open] + side + form[(close + 1)..];
        }

        return form;
    }

    /// <summary>The bar of the contrast itself, not one of the alternatives inside.</summary>
    private static int Bar(string form, int open, int close)
    {
        var depth = 0;
        for (var i = open; i < close; i++)
        {
            depth += form[i] switch { '[' => 1, ']' => -1, _ => 0 };
            if (form[i] == '|' && depth == 0)
                return i;
        }

        return -1;
    }
}
