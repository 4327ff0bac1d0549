using ReportEncoder.HardNegatives.Words;

namespace ReportEncoder.HardNegatives.Frames;

/// <summary>What became more or less, better or worse.</summary>
internal static class ChangeFrames
{
    private static readonly string[] Comparisons =
        ["", "", " since the prior study", " compared with last year", " over the interval", " after treatment", " since admission", " between the two scans"];

    public static IReadOnlyList<ContrastFrame> All { get; } =
    [
        new("value", "finding change",
        [
            "the {f} {has} <increased|decreased>{since}.",
            "[interval|] <increase|decrease> of the {f}{since}.",
            "the {f} {is} <larger|smaller> than before{since}.",
            "<increasing|decreasing> {f}{since}.",
            "the {f} {has} <grown|shrunk>{since}.",
            "<progression|regression> of the {f}{since}.",
            "{f}: <more|less> [extensive|pronounced]{since}.",
            "there is <more|less> {f}{since}.",
        ],
        dice => new Bindings().Noun("f", Noun.Parse(dice.Pick(Conditions.Findings))).Pick("since", Comparisons, dice)),
        new("value", "symptom change",
        [
            "{f} <improved|worsened> after {t}.",
            "after {t}, {f} <got better|got worse>.",
            "{t} was followed by <improvement|worsening> of {f}.",
            "{f} {is} <better|worse> since {t}.",
            "{who} reports <less|more> {f} after {t}.",
            "{t} <relieved|aggravated> the {f} of {who}.",
            "since {t}, {f} {has} <eased|intensified>.",
        ],
        dice => new Bindings().Noun("f", Noun.Parse(dice.Pick(Conditions.Symptoms))).Pick("t", Care.Treatments, dice).Pick("who", Care.Patients, dice)),
        new("value", "measure change",
        [
            "{t} <rose from {v} to {w}|fell from {w} to {v}> {u}.",
            "<an increase|a decrease> of {t} from <{v} to {w}|{w} to {v}> {u}.",
            "{t} was <{v}|{w}> {u} and is now <{w}|{v}> {u}.",
            "{t}: <{v}|{w}> {u}, later <{w}|{v}> {u}.",
            "{t} went <up|down> to <{w}|{v}> {u} from <{v}|{w}> {u}.",
        ],
        dice =>
        {
            var (test, unit, least, most, decimals) = dice.Pick(Care.Measures);
            return new Bindings().Numbers(least, most, decimals, dice).Set("t", test).Set("u", unit);
        }),
        new("value", "outcome change",
        [
            "{d} <increased|reduced> {o}.",
            "{o} was <higher|lower> with {d}.",
            "<an increase|a reduction> of {o} with {d}.",
            "treatment with {d} <raised|lowered> {o}.",
            "{d} was associated with <more|less> {o}.",
            "{o} went <up|down> under {d}.",
        ],
        dice => new Bindings().Pick("d", Care.Drugs, dice).Pick("o", Care.Outcomes, dice)),
        new("value", "metric change",
        [
            "the {m} of {p} <grew|dropped> from <{v} to {w}|{w} to {v}> {u}.",
            "{p}: {m} was <{v}|{w}> {u}, is now <{w}|{v}> {u}.",
            "{m} of {p} <up|down> from <{v}|{w}> {u} to <{w}|{v}> {u}.",
            "{m} of {p} went from <{v} to {w}|{w} to {v}> {u}.",
        ],
        dice =>
        {
            var (metric, unit, least, most) = dice.Pick(Software.Metrics);
            return new Bindings().Numbers(least, most, 0, dice).Set("m", metric).Set("u", unit).Pick("p", Software.Programs, dice);
        }),
    ];
}
