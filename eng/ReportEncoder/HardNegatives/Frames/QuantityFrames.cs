using ReportEncoder.HardNegatives.Words;

namespace ReportEncoder.HardNegatives.Frames;

/// <summary>Numbers: sizes, laboratory values, ages, doses, durations, stages, counts.</summary>
internal static class QuantityFrames
{
    private static readonly string[] Sized =
        ["cyst", "mass", "tumor", "lesion", "aneurysm", "stone", "polyp", "lymph node", "hematoma", "abscess", "fibroid", "ulcer", "wound", "defect", "spleen", "thyroid nodule", "adenoma", "laceration"];

    private static readonly string[] Regions =
        ["in the liver", "in the left lung", "in the right breast", "in the kidney", "in the colon", "in the pancreas", "of the skin", "in the pelvis", "in the neck", "in the brain", "in the thyroid", "of the foot"];

    private static readonly string[] Persons = ["man", "woman", "patient", "male", "female", "veteran", "farmer", "teacher", "smoker", "resident"];

    private static readonly string[] Frequencies = ["once daily", "twice daily", "every 8 hours", "at bedtime", "weekly", "as needed"];

    private static readonly string[] Staged =
        ["breast cancer", "colon cancer", "lung cancer", "pressure ulcer", "lymphoma", "heart failure", "melanoma", "endometriosis", "sarcoidosis", "liver fibrosis", "cervical cancer", "Parkinson disease"];

    private static readonly (string, string)[] Stages = [("I", "IV"), ("1", "4"), ("2", "4"), ("1", "3"), ("II", "IV"), ("IA", "IIIB"), ("0", "III")];

    private static readonly (string, string)[] Spans =
        [("hours", "weeks"), ("days", "months"), ("days", "years"), ("weeks", "years"), ("minutes", "days"), ("hours", "months")];

    private static readonly (string, string)[] Counts =
        [("two", "nine"), ("a few", "many"), ("three", "twelve"), ("few", "numerous"), ("2", "11"), ("5", "30"), ("several", "countless")];

    private static readonly (string, string)[] Rates =
        [("once daily", "four times daily"), ("once a week", "every day"), ("every 4 hours", "every 12 hours"), ("monthly", "daily"), ("once", "three times a day")];

    public static IReadOnlyList<ContrastFrame> All { get; } =
    [
        new("value", "size",
        [
            "the {f} {where} [measures|is] <{v}|{w}> {u}.",
            "<{v}|{w}> {u} {f} {where}.",
            "a {f} of <{v}|{w}> {u} {where}.",
            "{f} {where}, <{v}|{w}> {u} in [size|diameter].",
            "there is a <{v}|{w}> {u} {f} {where}.",
            "{f} {where} with a [diameter|size] of <{v}|{w}> {u}.",
            "the size of the {f} {where} is <{v}|{w}> {u}.",
        ],
        dice => new Bindings().Numbers(1, 90, dice.Chance(0.3) ? 1 : 0, dice).Pick("u", ["mm", "cm"], dice).Pick("f", Sized, dice).Pick("where", Regions, dice)),
        new("value", "measure",
        [
            "the {t} was <{v}|{w}> {u}.",
            "{t} <{v}|{w}> {u}.",
            "{t}: <{v}|{w}> {u}.",
            "a {t} of <{v}|{w}> {u}.",
            "{t} measured at <{v}|{w}> {u}.",
            "<{v}|{w}> {u} was the {t}.",
            "[laboratory|monitoring] showed a {t} of <{v}|{w}> {u}.",
        ],
        dice =>
        {
            var (test, unit, least, most, decimals) = dice.Pick(Care.Measures);
            return new Bindings().Numbers(least, most, decimals, dice).Set("t", test).Set("u", unit);
        }),
        new("value", "age",
        [
            "<{v}|{w}>-year-old {p} with {f}.",
            "{p}, <{v}|{w}> years old, {f}.",
            "the {p} with {f} is <{v}|{w}> years of age.",
            "{f} in a {p} aged <{v}|{w}>.",
            "at the age of <{v}|{w}> the {p} developed {f}.",
        ],
        dice => new Bindings().Numbers(18, 95, 0, dice).Pick("p", Persons, dice).Noun("f", Noun.Parse(dice.Pick(Conditions.Diseases)))),
        new("value", "dose",
        [
            "{d} <{v}|{w}> mg {often}.",
            "{who} takes <{v}|{w}> mg of {d} {often}.",
            "{d}, <{v}|{w}> mg, {often}.",
            "{often} {d} at a dose of <{v}|{w}> mg.",
            "the dose of {d} is <{v}|{w}> mg {often}.",
        ],
        dice => new Bindings().Numbers(1, 900, 0, dice).Pick("d", Care.Drugs, dice).Pick("often", Frequencies, dice).Pick("who", Care.Patients, dice)),
        new("value", "frequency",
        [
            "{d} <{v}|{w}>.",
            "{who} takes {d} <{v}|{w}>.",
            "take {d} <{v}|{w}>.",
            "{d} is given <{v}|{w}> to {who}.",
            "{d}, to be taken <{v}|{w}>.",
        ],
        dice => new Bindings().Opposites(Rates, dice).Pick("d", Care.Drugs, dice).Pick("who", Care.Patients, dice)),
        new("value", "duration",
        [
            "{f} for {n} <{v}|{w}>.",
            "{n} <{v}|{w}> of {f}.",
            "{f} lasting {n} <{v}|{w}>.",
            "{who} has had {f} for {n} <{v}|{w}>.",
            "{f}, duration {n} <{v}|{w}>.",
        ],
        dice => new Bindings().Opposites(Spans, dice).Pick("n", ["two", "three", "four", "5", "6", "8", "10"], dice)
            .Noun("f", Noun.Parse(dice.Pick(Conditions.Symptoms))).Pick("who", Care.Patients, dice)),
        new("value", "stage",
        [
            "{f}, [stage|grade] <{v}|{w}>.",
            "stage <{v}|{w}> {f}.",
            "{who} has {f} of stage <{v}|{w}>.",
            "the {f} is at stage <{v}|{w}>.",
            "{who} was diagnosed with stage <{v}|{w}> {f}.",
        ],
        dice => new Bindings().Opposites(Stages, dice).Pick("f", Staged, dice).Pick("who", Care.Patients, dice)),
        new("value", "count",
        [
            "<{v}|{w}> {f} {where}.",
            "there are <{v}|{w}> {f} {where}.",
            "[imaging|the scan] shows <{v}|{w}> {f} {where}.",
            "{f} {where}: <{v}|{w}>.",
        ],
        dice => new Bindings().Opposites(Counts, dice).Pick("f", ["nodules", "lesions", "cysts", "polyps", "lymph nodes", "masses", "calcifications", "ulcers"], dice).Pick("where", Regions, dice)),
        new("value", "software metric",
        [
            "the {m} of {p} is <{v}|{w}> {u}.",
            "{p}: {m} of <{v}|{w}> {u}.",
            "{p} has a {m} of <{v}|{w}> {u}.",
            "{m} <{v}|{w}> {u} in {p}.",
            "<{v}|{w}> {u} {m} with {p}.",
        ],
        dice =>
        {
            var (metric, unit, least, most) = dice.Pick(Software.Metrics);
            return new Bindings().Numbers(least, most, 0, dice).Set("m", metric).Set("u", unit).Pick("p", Software.Programs, dice);
        }),
    ];
}
