using System.Globalization;
using SyntheticReports.Grammar;

namespace ReportEncoder.HardNegatives;

/// <summary>What the slots of a frame stand for in one triple.</summary>
internal sealed class Bindings
{
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);

    public string this[string slot] => _values[slot];

    /// <summary>The bound values, in an order that depends on nothing else.</summary>
    public string Key => string.Join('|', _values.Select(pair => $"{pair.Key}={pair.Value}"));

    public Bindings Set(string slot, string value)
    {
        _values[slot] = value;
        return this;
    }

    public Bindings Pick(string slot, IReadOnlyList<string> values, Dice dice) => Set(slot, dice.Pick(values));

    /// <summary>
    /// Binds a noun: <c>{f}</c> is the noun, <c>{af}</c> with its article, <c>{is}</c> and <c>{was}</c> the verbs that go
    /// with it.
    /// </summary>
    public Bindings Noun(string slot, Noun noun) => Set(slot, noun.Text).Set("a" + slot, noun.WithArticle)
        .Set("is", noun.IsPlural ? "are" : "is").Set("was", noun.IsPlural ? "were" : "was")
        .Set("has", noun.IsPlural ? "have" : "has");

    /// <summary>Binds two opposite words to <c>{v}</c> and <c>{w}</c>.</summary>
    public Bindings Opposites(IReadOnlyList<(string, string)> pairs, Dice dice)
    {
        var (first, second) = dice.Pick(pairs);
        return Set("v", first).Set("w", second);
    }

    /// <summary>Binds two clearly different numbers, the smaller one to <c>{v}</c>.</summary>
    public Bindings Numbers(double least, double most, int decimals, Dice dice)
    {
        const int Steps = 1000;
        double smaller, larger;
        do
        {
            // Small numbers are as likely as large ones.
            (smaller, larger) = (Draw(), Draw());
            if (smaller > larger)
                (smaller, larger) = (larger, smaller);
        }
        while (larger - smaller < Math.Max(Math.Pow(10, -decimals), Math.Min(0.25 * smaller, 0.2 * (most - least))));

        return Set("v", Text(smaller)).Set("w", Text(larger));

        double Draw() => Math.Round(least * Math.Pow(most / least, dice.Below(Steps + 1) / (double)Steps), decimals);

        string Text(double value) => value.ToString("F" + decimals, CultureInfo.InvariantCulture);
    }
}
