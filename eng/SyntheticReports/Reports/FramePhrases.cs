using SyntheticReports.Grammar;

namespace SyntheticReports.Reports;

/// <summary>How reports word what surrounds their statements: the request, the comparison, advice, and the conclusion.</summary>
internal static class FramePhrases
{
    /// <summary>The referrer asks about a finding. It says nothing about what the examination shows.</summary>
    public static readonly Phrases Query = new(
        ["Query {np}.", "Rule out {np}.", "? {np}", "Suspected {np}."],
        ["Exclude {np}.", "{np}?", "Please assess for {np}."],
        ["Is there {anp}?", "The ward is worried about {np}.", "New {np} assumed clinically."]);

    /// <summary>The referrer mentions something that is known or has been treated.</summary>
    public static readonly Phrases History = new(
        ["History of {np}.", "Known {np}.", "Follow-up of {np}."],
        ["Previous {np}.", "Check of {np}."],
        ["Had {anp} [earlier this year|in {year}].", "{np} under observation."]);

    /// <summary>Words of urgency and of follow-up that belong to the request and not to the result.</summary>
    public static readonly Phrases Request = new(
        ["Urgent request from the emergency department.", "Routine follow-up.", "Requested as urgent."],
        ["Acute admission.", "Yearly follow-up examination."],
        ["Ward patient, wanted immediately.", "Scheduled check, no new symptoms."]);

    /// <summary>The comparison, where something was seen before.</summary>
    public static readonly Phrases ComparisonWithFinding = new(
        ["{date}, which showed {anp} {site}.", "{date} ({np} {site})."],
        ["{date}: new {np} {site}."],
        ["The report of {date} described {anp} {site}."]);

    /// <summary>The comparison, where nothing is said about it.</summary>
    public static readonly Phrases Comparison = new(["{date}."], ["Films of {date}."], ["Compared with {date}."]);

    /// <summary>Advice after something that needs a later check.</summary>
    public static readonly Phrases LaterAdvice = new(
        ["Recommend {next} in {months} months.", "Follow-up {next} in {months} months is advised.", "{next} is suggested for clarification."],
        ["Suggest interval {next}."],
        ["This should be looked at again in {months} months.", "An elective {next} will be needed to settle this."]);

    /// <summary>Advice after something that needs action.</summary>
    public static readonly Phrases NowAdvice = new(
        ["Findings telephoned to the ward at {time}.", "Immediate clinical review is recommended."],
        ["Discussed with the surgical team at {time}."],
        ["The patient was taken straight to the emergency department."]);

    /// <summary>Advice where nothing is needed.</summary>
    public static readonly Phrases NoAdvice = new(
        ["No follow-up is needed.", "No immediate action required.", "No further imaging recommended."],
        ["No urgent {next} is indicated."],
        ["There is nothing here to look at again.", "A further {next} is not needed."]);

    /// <summary>Remarks that come in reports of every class.</summary>
    public static readonly Phrases Remark = new(
        ["Report telephoned to the ward at {time} as requested.", "The follow-up recommended on {date} has now been done.", "Thank you for the referral."],
        ["Result discussed in the morning meeting."],
        ["The referrer was told about the result by phone.", "This completes the follow-up suggested on {date}."]);

    /// <summary>Conclusions that say only that nothing new and urgent is there.</summary>
    public static readonly Phrases NothingAcute = new(
        ["No acute abnormality.", "Nothing acute.", "No acute finding."],
        ["No acute pathology."],
        ["Nothing that needs action today."]);

    /// <summary>Conclusions of a report in which nothing is there.</summary>
    public static readonly Phrases NothingAtAll = new(
        ["Normal study.", "No abnormality.", "No significant abnormality."],
        ["Unremarkable examination."],
        ["Within normal limits throughout."]);

    /// <summary>The same words where something is there after all.</summary>
    public static readonly Phrases OtherwiseNothing = new(
        ["Otherwise normal study.", "No other abnormality.", "No other significant abnormality."],
        ["Otherwise unremarkable examination."],
        ["Apart from this, within normal limits."]);
}
