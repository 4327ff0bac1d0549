using SyntheticReports.Grammar;

namespace SyntheticReports.Examinations;

/// <summary>Something that an examination may show.</summary>
/// <param name="Urgency">What it asks for when it is new.</param>
/// <param name="Names">Its names: noun phrases in the singular, without an article.</param>
/// <param name="Sites">Where it may be: phrases that follow the name, such as "at the left apex".</param>
public sealed record Finding(Urgency Urgency, Phrases Names, string[] Sites)
{
    /// <summary>Names for it when it is old; null where an old one makes no sense (an old torsion, say).</summary>
    public Phrases? OldNames { get; init; }

    /// <summary>Whether one can be seen on an earlier examination and be gone by now.</summary>
    public bool CanResolve { get; init; } = true;

    /// <summary>Whether one can grow: a fracture does not.</summary>
    public bool CanGrow { get; init; } = true;

    /// <summary>Whether the name takes "a" or "an".</summary>
    public bool Countable { get; init; } = true;

    /// <summary>Adjectives that may precede the name.</summary>
    public string[] Adjectives { get; init; } = ["small", "moderate", "subtle", "sizeable"];

    /// <summary>Its usual size in millimetres; null where nobody measures it.</summary>
    public (int Minimum, int Maximum)? Millimetres { get; init; }
}
