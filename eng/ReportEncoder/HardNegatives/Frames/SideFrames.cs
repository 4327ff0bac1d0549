using ReportEncoder.HardNegatives.Words;

namespace ReportEncoder.HardNegatives.Frames;

/// <summary>Left and right, one side and both.</summary>
internal static class SideFrames
{
    private static readonly string[] Sizes = ["", "", "", "small", "large", "new", "old", "painful", "stable"];

    private static readonly string[] Single =
        ["shoulder", "elbow", "wrist", "hip", "knee", "ankle", "lung", "kidney", "ureter", "eye", "ear", "arm", "leg", "hand", "breast", "ovary", "thumb", "carotid artery"];

    private static readonly string[] Affections =
        ["~pain", "~swelling", "~edema", "~weakness", "~inflammation", "~tenderness", "~calcification", "~atrophy", "~stenosis", "~infection", "~bleeding", "~numbness"];

    public static IReadOnlyList<ContrastFrame> All { get; } =
    [
        new("laterality", "paired part",
        [
            "{af} in the <left|right> {p}.",
            "the <left|right> {p} [shows|has] {af}.",
            "<left|right> {p} {f}.",
            "{f} of the <left|right> {p}.",
            "there {is} {af} of the <left|right> {p}.",
            "{f} of the {p}, <left|right> side.",
            "on the <left|right>, {f} of the {p}.",
            "<left|right> {p}: {f}.",
            "{f} involving the {p} on the <left|right>.",
            "[exam|examination] of the <left|right> {p} reveals {af}.",
            "<L|R> {p} with {f}.",
        ],
        dice =>
        {
            var (findings, parts) = dice.Pick(Anatomy.Paired);
            return new Bindings().Noun("f", Noun.Parse(dice.Pick(findings)).Described(dice.Pick(Sizes))).Pick("p", parts, dice);
        }),
        new("laterality", "procedure",
        [
            "{x} of the <left|right> {p}.",
            "<left|right> {p} {x}.",
            "{who} underwent {x} of the <left|right> {p}.",
            "status post {x} of the {p} on the <left|right>.",
            "{x} was performed on the <left|right> {p} of {who}.",
            "planned: {x}, {p}, <left|right>.",
        ],
        dice => new Bindings().Pick("x", Care.Procedures, dice).Pick("p", dice.Pick(Anatomy.Paired).Parts, dice).Pick("who", Care.Patients, dice)),
        new("laterality", "device",
        [
            "<left|right> {d} in place.",
            "{d} on the <left|right> side.",
            "placement of a {d} on the <left|right>.",
            "a <left|right>-sided {d} is present.",
            "{who} has a {d} on the <left|right>.",
            "the {d} of {who} is <left|right>-sided.",
        ],
        dice => new Bindings().Pick("d", Care.Devices, dice).Pick("who", Care.Patients, dice)),
        new("laterality", "both sides",
        [
            "<bilateral|unilateral> {p} {f}.",
            "{f} of <the {p} on both sides|the {p} on one side only>.",
            "{f} of the {p} on <both sides|one side>.",
            "the {p} {is} affected by {f} <bilaterally|unilaterally>.",
            "{p}: {f}, <bilateral|unilateral>.",
        ],
        dice => new Bindings().Noun("f", Noun.Parse(dice.Pick(Affections))).Pick("p", Single, dice).Set("is", "is")),
    ];
}
