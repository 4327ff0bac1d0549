using ReportEncoder.HardNegatives.Words;

namespace ReportEncoder.HardNegatives.Frames;

/// <summary>What a patient has or has not: symptoms, earlier diseases, drugs.</summary>
internal static class PatientFrames
{
    private static readonly string[] Since =
        ["", "", "", " today", " since yesterday", " over the past week", " since the operation", " at night", " during exercise", " after meals"];

    public static IReadOnlyList<ContrastFrame> All { get; } =
    [
        new("negation", "symptom",
        [
            "{who} <denies|[reports|endorses|admits]> {f}{since}.",
            "{who} <has no|has> {f}{since}.",
            "{who} <does not complain|complains> of {f}{since}.",
            "<no {f}|{f}> [reported|mentioned]{since} by {who}.",
            "{who} <is not|is> [bothered|troubled|affected] by {f}{since}.",
            "{who} <is free of|suffers from> {f}{since}.",
            "{who} <has not had any|has had> {f}{since}.",
            "{who} <says that there is no|says that there is> {f}{since}.",
            "{who} [presents|comes in] <without|with> {f}{since}.",
            "{f}{since} <denied|confirmed> by {who}.",
        ],
        dice => new Bindings().Noun("f", Noun.Parse(dice.Pick(Conditions.Symptoms))).Pick("who", Care.Patients, dice).Pick("since", Since, dice)),
        new("negation", "symptom review",
        [
            "<denies|endorses> {f}{since}.",
            "<no|> {f}{since}.",
            "[review of systems|ROS] <negative|positive> for {f}{since}.",
            "{f}{since}: <[denied|none|no]|[present|yes]>.",
            "<negative|positive> for {f}{since}.",
            "<without|with> {f}{since}.",
            "[interval history|history]: <no {f}|{f}>{since}.",
        ],
        dice => new Bindings().Noun("f", Noun.Parse(dice.Pick(Conditions.Symptoms))).Pick("since", Since, dice)),
        new("negation", "history",
        [
            "{who} has <no|a> history of {f}.",
            "{who} <has never had|has had> {f}.",
            "{who}: past medical history <is negative for|includes> {f}.",
            "{who} was <never|previously> [diagnosed with|treated for] {f}.",
            "{who} <does not have|has> a prior diagnosis of {f}.",
            "{f} <is not|is> on the problem list of {who}.",
            "<no {f}|{f}> in the past of {who}.",
            "{who} <has not|has> been known to have {f}.",
        ],
        dice => new Bindings().Noun("f", Noun.Parse(dice.Pick(Conditions.Diseases))).Pick("who", Care.Patients, dice)),
        new("negation", "drug taken",
        [
            "{who} <does not take|takes> {d}.",
            "{who} <is not|is currently> on {d}.",
            "{d} <is not|is> [among the medications|on the medication list] of {who}.",
            "{who} <is not being|is being> treated with {d}.",
            "{who} <uses no|uses> {d}.",
            "[current medications|medications] of {who}: <no {d}|{d}>.",
        ],
        dice => new Bindings().Pick("d", Care.Drugs, dice).Pick("who", Care.Patients, dice)),
        new("negation", "drug started",
        [
            "{d} was <[discontinued|stopped]|[started|initiated]> [because of|for|due to] {f}.",
            "<stop|start> {d}: {f}.",
            "because of {f}, {d} was <withdrawn|begun>.",
            "{f} led to the <discontinuation|initiation> of {d}.",
            "given {f}, {who} was <taken off|put on> {d}.",
        ],
        dice => new Bindings().Pick("d", Care.Drugs, dice).Noun("f", Noun.Parse(dice.Pick(Conditions.Symptoms))).Pick("who", Care.Patients, dice)),
        new("negation", "drug tolerated",
        [
            "{who} <did not tolerate|tolerated> {d}.",
            "{d} was <poorly|well> tolerated by {who}.",
            "{who} is <intolerant of|tolerant of> {d}.",
            "{who} took {d} <with|without> side effects.",
            "{d} <gave|did not give> {who} side effects.",
        ],
        dice => new Bindings().Pick("d", Care.Drugs, dice).Pick("who", Care.Patients, dice)),
        new("negation", "allergy",
        [
            "{who} is <not|> allergic to {d}.",
            "{who} has <no allergy|an allergy> to {d}.",
            "{d} allergy of {who}: <no|yes>.",
            "{who} <does not react|reacts> to {d} with an allergy.",
            "<no|known> allergic reaction of {who} to {d}.",
        ],
        dice => new Bindings().Pick("d", Care.Drugs, dice).Pick("who", Care.Patients, dice)),
    ];
}
