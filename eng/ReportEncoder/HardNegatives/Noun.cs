namespace ReportEncoder.HardNegatives;

/// <summary>
/// A noun of a sentence. In word lists a <c>~</c> before it means that it has no article (pain, consolidation), a <c>+</c>
/// that it is plural.
/// </summary>
internal readonly record struct Noun(string Text, bool HasArticle, bool IsPlural)
{
    /// <summary>The noun with its article.</summary>
    public string WithArticle => !HasArticle ? Text : (Text[0] is 'a' or 'e' or 'i' or 'o' ? "an " : "a ") + Text;

    public static Noun Parse(string word) => word[0] switch
    {
        '~' => new Noun(word[1..], HasArticle: false, IsPlural: false),
        '+' => new Noun(word[1..], HasArticle: false, IsPlural: true),
        _ => new Noun(word, HasArticle: true, IsPlural: false),
    };

    /// <summary>The noun behind an adjective; the empty one changes nothing.</summary>
    public Noun Described(string adjective) => adjective.Length == 0 ? this : this with { Text = $"{adjective} {Text}" };
}
