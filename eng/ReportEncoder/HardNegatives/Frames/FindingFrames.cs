using ReportEncoder.HardNegatives.Words;

namespace ReportEncoder.HardNegatives.Frames;

/// <summary>What is there or not, on an image or under a microscope.</summary>
internal static class FindingFrames
{
    private static readonly string[] Places =
        ["", "", "", " on the current study", " at this level", " today", " on this examination", " in the imaged region", " after contrast", " on the delayed images"];

    public static IReadOnlyList<ContrastFrame> All { get; } =
    [
        new("negation", "finding",
        [
            "<no {f}|{af}> {is} [seen|identified|noted|visualized|demonstrated|evident]{where}.",
            "there {is} <no {f}|{af}>{where}.",
            "<no|clear> [evidence|sign|indication] of {f}{where}.",
            "[the|this] [study|scan|examination|image|film] shows <no {f}|{af}>{where}.",
            "{f} {is} <absent|present>{where}.",
            "<negative|positive> for {f}{where}.",
            "[we|I] [see|find|identify] <no {f}|{af}>{where}.",
            "<without|with> {f}{where}.",
            "{f}: <[no|none|absent]|[yes|present|seen]>.",
            "{f} {is} <not [seen|identified|visible]|[seen|identified|visible]>{where}.",
            "the <absence|presence> of {f} was [confirmed|noted]{where}.",
            "[findings|impression|conclusion]: <no {f}|{f}>{where}.",
            "[imaging|radiology] <excludes|demonstrates> {f}{where}.",
            "the report describes <no {f}|{af}>{where}.",
            "{f} <[can be excluded|has been ruled out]|[is confirmed|has been found]>{where}.",
        ],
        dice => new Bindings()
            .Noun("f", Noun.Parse(dice.Pick(Conditions.Findings)).Described(dice.Pick(Conditions.Adjectives))).Pick("where", Places, dice)),
        new("negation", "malignancy",
        [
            "the {t} <is free of|contains> {f}.",
            "<no {f}|{f}> in the {t}.",
            "the {t} is <negative|positive> for {f}.",
            "{f} {is} <not found|found> in the {t}.",
            "<absence|presence> of {f} in the {t}.",
            "{t}: <no {f}|{f}>.",
            "sections of the {t} show <no {f}|{f}>.",
            "the {t} is <not|> involved by {f}.",
        ],
        dice => new Bindings().Noun("f", Noun.Parse(dice.Pick(Conditions.Malignancies))).Pick("t", Conditions.Tissues, dice)),
    ];
}
