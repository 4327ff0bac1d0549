using ReportEncoder.HardNegatives.Words;

namespace ReportEncoder.HardNegatives.Frames;

/// <summary>How much, how sure, how sudden.</summary>
internal static class DegreeFrames
{
    private static readonly (string, string)[] Degrees =
        [("mild", "severe"), ("slight", "marked"), ("minimal", "massive"), ("minor", "major"), ("low-grade", "high-grade"), ("trace", "large"), ("limited", "diffuse"), ("faint", "dense"), ("superficial", "deep")];

    private static readonly (string, string)[] Characters =
        [("acute", "chronic"), ("benign", "malignant"), ("new", "old"), ("stable", "progressive"), ("likely", "unlikely"), ("reversible", "permanent"), ("primary", "secondary"), ("solid", "cystic"), ("displaced", "nondisplaced"), ("open", "closed"), ("early", "late"), ("common", "rare"), ("healing", "fresh"), ("intermittent", "constant"), ("partial", "complete")];

    public static IReadOnlyList<ContrastFrame> All { get; } =
    [
        Frame("degree", Degrees, Conditions.Findings),
        Frame("character", Characters, Conditions.Findings),
        Frame("symptom degree", [("mild", "severe"), ("slight", "intense"), ("occasional", "constant"), ("minimal", "extreme"), ("brief", "prolonged"), ("rare", "frequent")], Conditions.Symptoms),
        new("value", "program speed",
        [
            "{p} is <{v}|{w}> {c}.",
            "{c}, {p} is <{v}|{w}>.",
            "<{v}|{w}> behaviour of {p} {c}.",
            "{p} becomes <{v}|{w}> {c}.",
        ],
        dice => new Bindings().Opposites([("fast", "slow"), ("stable", "unstable"), ("secure", "insecure"), ("responsive", "unresponsive"), ("compatible", "incompatible"), ("silent", "verbose")], dice)
            .Pick("p", Software.Programs, dice).Pick("c", Software.Conditions, dice)),
    ];

    private static ContrastFrame Frame(string name, (string, string)[] opposites, string[] nouns) => new("value", name,
    [
        "<{v}|{w}> {f}.",
        "the {f} {is} <{v}|{w}>.",
        "{f}, <{v}|{w}>.",
        "there {is} <{v}|{w}> {f}.",
        "{f} of <{v}|{w}> [degree|nature|character].",
        "[imaging|examination|history] is in keeping with <{v}|{w}> {f}.",
        "{f} {was} [described|characterized|rated] as <{v}|{w}>.",
        "[impression|assessment]: <{v}|{w}> {f}.",
    ],
    dice => new Bindings().Opposites(opposites, dice).Noun("f", Noun.Parse(dice.Pick(nouns))));
}
