using ReportEncoder.HardNegatives.Words;

namespace ReportEncoder.HardNegatives.Frames;

/// <summary>Upper and lower, anterior and posterior, above and below.</summary>
internal static class PositionFrames
{
    public static IReadOnlyList<ContrastFrame> All { get; } =
    [
        new("laterality", "placed part",
        [
            "{af} in the <{v}|{w}> {p}.",
            "the <{v}|{w}> {p} [shows|has] {af}.",
            "<{v}|{w}> {p} {f}.",
            "{f} of the <{v}|{w}> {p}.",
            "there {is} {af} of the <{v}|{w}> {p}.",
            "<{v}|{w}> {p}: {f}.",
            "{f} [involving|affecting] the <{v}|{w}> {p}.",
            "[imaging|examination] of the <{v}|{w}> {p} reveals {af}.",
        ],
        dice =>
        {
            var (places, findings, parts) = dice.Pick(Anatomy.Placed);
            return new Bindings().Opposites([places], dice).Noun("f", Noun.Parse(dice.Pick(findings))).Pick("p", parts, dice);
        }),
        new("laterality", "relation",
        [
            "the {x} [lies|is] <{v}|{w}> the {l}.",
            "a {x} <{v}|{w}> the {l}.",
            "{x} <{v}|{w}> the {l}.",
            "the {x} is [seen|located|projected] <{v}|{w}> the {l}.",
            "<{v}|{w}> the {l} there is a {x}.",
            "position of the {x}: <{v}|{w}> the {l}.",
            "the {l} has the {x} <{v}|{w}> it.",
        ],
        dice =>
        {
            var (things, landmarks) = dice.Pick(Anatomy.Related);
            return new Bindings().Opposites(Anatomy.Relations, dice).Pick("x", things, dice).Pick("l", landmarks, dice);
        }),
    ];
}
