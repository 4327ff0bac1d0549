using ReportEncoder.HardNegatives.Words;

namespace ReportEncoder.HardNegatives.Frames;

/// <summary>What a test or a study found or did not find.</summary>
internal static class ResultFrames
{
    private static readonly string[] Times =
        ["", "", " today", " this morning", " on admission", " at follow-up", " last week", " before discharge", " on repeat testing"];

    public static IReadOnlyList<ContrastFrame> All { get; } =
    [
        new("negation", "test",
        [
            "the {t} was <negative|positive>{when}.",
            "<negative|positive> {t}{when}.",
            "{t}{when}: <negative|positive>.",
            "the result of the {t} came back <negative|positive>{when}.",
            "the {t} returned a <negative|positive> result{when}.",
            "{who} tested <negative|positive> on the {t}{when}.",
            "we obtained a <negative|positive> {t}{when}.",
        ],
        dice => new Bindings().Pick("t", Care.Tests, dice).Pick("when", Times, dice).Pick("who", Care.Patients, dice)),
        new("negation", "organ",
        [
            "the {o} is <[normal|unremarkable]|abnormal>{when}.",
            "<normal|abnormal> {o}{when}.",
            "{o}{when}: <[normal|unremarkable]|abnormal>.",
            "<no abnormality|an abnormality> of the {o}{when}.",
            "the {o} <is|is not> within normal limits{when}.",
            "the {o} shows <no abnormality|an abnormality>{when}.",
            "there <is nothing|is something> abnormal about the {o}{when}.",
        ],
        dice => new Bindings().Pick("o", Care.Organs, dice).Pick("when", Times, dice)),
        new("negation", "trial",
        [
            "{d} <did not change|changed> {o}.",
            "{o} <was not|was> changed by {d}.",
            "{d} had <no effect|an effect> on {o}.",
            "there was <no difference|a difference> in {o} [between|with] {d} and placebo.",
            "{o} <did not differ|differed> [significantly|] between {d} and [placebo|control].",
            "<no|a> [significant|] effect of {d} on {o} was [found|observed].",
            "compared with placebo, {d} <left {o} unchanged|altered {o}>.",
        ],
        dice => new Bindings().Pick("d", [.. Care.Drugs, .. Care.Treatments], dice).Pick("o", Care.Outcomes, dice)),
    ];
}
