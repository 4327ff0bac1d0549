using SyntheticReports.Grammar;

namespace SyntheticReports.Examinations;

/// <summary>A kind of imaging examination, and all that reports about it draw on.</summary>
/// <param name="Titles">What the report calls it.</param>
/// <param name="Techniques">Lines about how it was made.</param>
/// <param name="Complaints">Why patients have it.</param>
/// <param name="Normal">Sentences about normal anatomy. They say nothing that counts for the label.</param>
/// <param name="NextSteps">Examinations that a later check would use.</param>
/// <param name="Findings">What it may show.</param>
public sealed record Examination(
    Phrases Titles,
    string[] Techniques,
    Phrases Complaints,
    Phrases Normal,
    string[] NextSteps,
    Finding[] Findings);
