using SyntheticReports.Examinations;

namespace SyntheticReports.Reports;

/// <summary>The class of a report: what it asks of its reader. The most pressing of its statements decides.</summary>
public static class Label
{
    /// <summary>Nothing is there, or what was there has gone.</summary>
    public const string Normal = "normal";

    /// <summary>Something is there that is known and unchanged.</summary>
    public const string Known = "known";

    /// <summary>Something new that can wait, or an open suspicion: a later check is needed.</summary>
    public const string FollowUp = "follow-up";

    /// <summary>Something new that needs action now.</summary>
    public const string Urgent = "urgent";

    /// <summary>All labels, least pressing first.</summary>
    public static IReadOnlyList<string> All { get; } = [Normal, Known, FollowUp, Urgent];

    /// <summary>The label of a report that makes these statements.</summary>
    public static string Of(IEnumerable<Statement> statements) => All[statements.Max(Pressure)];

    private static int Pressure(Statement statement) => (statement.Status, statement.Finding.Urgency) switch
    {
        (Status.Absent or Status.Resolved, _) => 0,
        (Status.Known, _) => 1,
        (Status.Suspected, _) or (Status.Present, Urgency.Later) => 2,
        (Status.Present, Urgency.Now) => 3,
        var other => throw new ArgumentException($"No label is defined for {other}.", nameof(statement)),
    };
}
