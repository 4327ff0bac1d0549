using SyntheticReports.Grammar;

namespace SyntheticReports.Reports;

/// <summary>
/// How reports word their statements. Slots: {np} the finding's name, {anp} with article and adjective, {site} its place,
/// {size} its size, {date} the earlier examination, {year} a year long past; {np2}, {anp2}, {site2} those of a second
/// statement; {nps} a list of names joined by "or".
/// Cue words are spread over the classes on purpose: "no" opens statements of absence ("No x"), of permanence ("No change
/// in the x") and of presence ("has not resolved"); "new", "excluded", "seen" and "previously" likewise.
/// </summary>
internal static class StatementPhrases
{
    public static readonly Phrases Absent = new(
        Shared:
        [
            "No {nps}.",
            "No evidence of {nps}.",
            "There is no {nps}.",
            "{np} is [not seen|excluded].",
            "No [new|definite] {nps}.",
            "Negative for {nps}.",
        ],
        TrainingOnly:
        [
            "No sign of {nps}.",
            "No {np} as far as can be seen.",
            "{np}: none.",
            "{np} was questioned on the ward film and is now ruled out.",
        ],
        TestOnly:
        [
            "I see nothing to suggest {nps}.",
            "The study is free of {nps}.",
            "{np} has been looked for specifically and is not there.",
            "The suspicion of {np} is not borne out.",
            "What was taken for {np} turns out to be a normal structure.",
        ]);

    public static readonly Phrases Resolved = new(
        Shared:
        [
            "The {np} {site} seen on {date} has resolved.",
            "The previously described {np} {site} is no longer visible.",
            "Interval resolution of the {np} {site}.",
            "The {np} {site} has cleared[ completely|] since {date}.",
        ],
        TrainingOnly:
        [
            "On {date} there was {anp} {site}; this has gone.",
            "The new {np} {site} reported on {date} is not seen any more.",
        ],
        TestOnly:
        [
            "What was reported as {anp} {site} on {date} has disappeared.",
            "The {np} {site} that developed in the meantime has since gone again.",
            "Of the {np} {site} for which the patient was treated nothing remains.",
        ]);

    public static readonly Phrases Known = new(
        Shared:
        [
            "{anp} {site} is unchanged since {date}.",
            "Stable {np} {site}.",
            "Known {np} {site}, without interval change.",
            "No change in the {np} {site}.",
            "The {np} {site} measures {size}, as it did on {date}.",
        ],
        TrainingOnly:
        [
            "There is {anp} {site}, the same as in {year}.",
            "Long-standing {np} {site}, not significantly different from {date}.",
            "{anp} {site} is again seen and is no larger.",
        ],
        TestOnly:
        [
            "The {np} {site} looks exactly as it did in {year}.",
            "{anp} {site} of {size} has kept its size for years.",
            "There is {anp} {site}, which was there on {date} and has not grown.",
            "Nothing new about the {np} {site}.",
        ]);

    public static readonly Phrases Suspected = new(
        Shared:
        [
            "{anp} {site} cannot be excluded.",
            "Possible {np} {site}.",
            "Equivocal for {np} {site}.",
            "The appearances raise the question of {np} {site}.",
        ],
        TrainingOnly:
        [
            "Cannot rule out {np} {site}.",
            "Questionable {np} {site}.",
            "{np} {site} is neither confirmed nor excluded.",
        ],
        TestOnly:
        [
            "Whether there is {anp} {site} has to remain open.",
            "{np} {site} is not ruled out by this study.",
            "I am not certain that there is no {np} {site}.",
        ]);

    public static readonly Phrases Present = new(
        Shared:
        [
            "There is {anp} {site}.",
            "New {np} {site}.",
            "{anp} {site}, not present on {date}.",
            "{anp} {site} of {size}.",
            "{anp} {site} has developed.",
            "The {np} {site} has increased since {date}.",
        ],
        TrainingOnly:
        [
            "{anp} is now seen {site}.",
            "Interval development of {np} {site}.",
            "The {np} {site} has not resolved but has grown[ to {size}|].",
        ],
        TestOnly:
        [
            "Where nothing was seen on {date} there is now {anp} {site}.",
            "The suspicion of {np} {site} is confirmed.",
            "Unlike on {date}, {np} {site} can be made out without doubt.",
            "{np} {site} was absent on {date} and is no longer so.",
        ]);

    /// <summary>Two statements in one sentence; the first is about {np}, the second about {np2}.</summary>
    public static readonly IReadOnlyDictionary<(Status First, Status Second), Phrases> Pairs =
        new Dictionary<(Status First, Status Second), Phrases>
        {
            [(Status.Absent, Status.Present)] = new(
                ["No {np}, but there is {anp2} {site2}.", "There is {anp2} {site2} without {np}.", "{np} is excluded; {anp2} {site2} is present."],
                ["No {np}; however, {anp2} {site2} is seen."],
                ["Not {np} but {anp2} {site2} explains the symptoms.", "{anp2} {site2}, and no {np}."]),
            [(Status.Absent, Status.Known)] = new(
                ["No {np}; {anp2} {site2} is unchanged.", "There is no {np}, and no change in the {np2} {site2}."],
                ["No {np}, only the {np2} {site2} known since {year}."],
                ["The {np2} {site2} is as before, and {np} is not found."]),
            [(Status.Absent, Status.Resolved)] = new(
                ["The {np2} {site2} has resolved and there is no {np}.", "No {np}; the {np2} {site2} has cleared."],
                null,
                ["Neither the earlier {np2} {site2} nor {anp} is present today."]),
            [(Status.Absent, Status.Suspected)] = new(
                ["No {np}, but {np2} {site2} cannot be excluded.", "{np} is excluded, {np2} {site2} is not."],
                null,
                ["While {np} can be ruled out, {np2} {site2} cannot."]),
            [(Status.Resolved, Status.Present)] = new(
                ["The {np} has resolved, but {anp2} {site2} is new.", "Resolution of the {np}; {anp2} {site2} has developed."],
                null,
                ["As the {np} cleared, {anp2} {site2} appeared."]),
            [(Status.Resolved, Status.Known)] = new(
                ["The {np} {site} has resolved; the {np2} {site2} is unchanged."],
                ["The {np2} {site2} persists unchanged while the {np} has gone."],
                ["Only the old {np2} {site2} is left now that the {np} has disappeared."]),
            [(Status.Known, Status.Present)] = new(
                ["The {np} {site} is unchanged, whereas {anp2} {site2} is new.", "Besides the stable {np}, there is {anp2} {site2}."],
                null,
                ["The {np} {site} has kept its size, unlike the {np2} {site2}, which has grown."]),
        };

    public static Phrases For(Status status) => status switch
    {
        Status.Absent => Absent,
        Status.Resolved => Resolved,
        Status.Known => Known,
        Status.Suspected => Suspected,
        Status.Present => Present,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No phrases are written for this status."),
    };
}
