using ReportEncoder.HardNegatives.Words;

namespace ReportEncoder.HardNegatives.Frames;

/// <summary>What a program does or does not do.</summary>
internal static class SoftwareFrames
{
    public static IReadOnlyList<ContrastFrame> All { get; } =
    [
        new("negation", "event",
        [
            "{p} <does not {base}|{third}> {c}.",
            "{c}, {p} <does not {base}|{third}>.",
            "{c}, {p} <works without {ing}|keeps {ing}>.",
            "{p} <never {third}|always {third}> {c}.",
            "I <do not see|see> {p} {ing} {c}.",
            "{p}: <no {ing}|{ing}> {c}.",
        ],
        dice =>
        {
            var (verb, third, ing) = dice.Pick(Software.Events);
            return new Bindings().Set("base", verb).Set("third", third).Set("ing", ing)
                .Pick("p", Software.Programs, dice).Pick("c", Software.Conditions, dice);
        }),
        new("negation", "feature",
        [
            "{p} <does not support|supports> {f}.",
            "{f} is <not supported|supported> by {p}.",
            "<no support|support> for {f} in {p}.",
            "{p} <lacks|has> {f}.",
            "{f} <does not work|works> in {p}.",
            "with {p} you <cannot|can> use {f}.",
        ],
        dice => new Bindings().Pick("p", Software.Programs, dice).Pick("f", Software.Features, dice)),
        new("negation", "fixed",
        [
            "the problem of {p} {ing} {c} <is fixed|is not fixed>.",
            "{p} <no longer {third}|still {third}> {c}.",
            "<resolved|unresolved>: {p} {ing} {c}.",
            "the fix for {p} {ing} {c} <works|does not work>.",
            "{c}, {p} <has stopped {ing}|continues {ing}>.",
        ],
        dice =>
        {
            var (_, third, ing) = dice.Pick(Software.Events);
            return new Bindings().Set("third", third).Set("ing", ing).Pick("p", Software.Programs, dice).Pick("c", Software.Conditions, dice);
        }),
    ];
}
