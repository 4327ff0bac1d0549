using SyntheticReports.Examinations;
using SyntheticReports.Grammar;

namespace SyntheticReports.Reports;

/// <summary>Decides what a report of a wanted class states: which findings, and what about each.</summary>
internal static class StatementPlan
{
    public static List<Statement> Draw(string label, Examination examination, Dice dice, Part part)
    {
        var unused = new List<Finding>(examination.Findings);
        dice.Shuffle(unused);
        var statements = new List<Statement>();

        void Add(Status status, Func<Finding, bool>? condition = null)
        {
            var finding = unused.Find(f => (condition is null || condition(f)) && CanBe(f, status));
            if (finding is null)
                return;
            unused.Remove(finding);
            var names = status == Status.Known ? finding.OldNames! : finding.Names;
            var size = finding.Millimetres is var (minimum, maximum) ? dice.Between(minimum, maximum) : (int?)null;
            statements.Add(new(finding, status, names.Choose(dice, part), dice.Pick(finding.Sites), size, status == Status.Present && finding.CanGrow && dice.Chance(0.25)));
        }

        void AddSuspected(Urgency urgency) => Add(Status.Suspected, f => f.Urgency == urgency);

        switch (label)
        {
            case Label.Normal:
                break;
            case Label.Known:
                Add(Status.Known);
                if (dice.Chance(0.35))
                    Add(Status.Known);
                break;
            case Label.FollowUp:
                if (dice.Chance(0.55))
                    Add(Status.Present, f => f.Urgency == Urgency.Later);
                else
                    AddSuspected(dice.Chance(0.8) ? Urgency.Now : Urgency.Later);
                if (dice.Chance(0.4))
                    Add(Status.Known);
                break;
            case Label.Urgent:
                Add(Status.Present, f => f.Urgency == Urgency.Now);
                if (dice.Chance(0.2))
                    Add(dice.Chance(0.5) ? Status.Present : Status.Suspected, f => f.Urgency == Urgency.Later);
                if (dice.Chance(0.4))
                    Add(Status.Known);
                break;
            default:
                throw new ArgumentException($"'{label}' is not one of {string.Join(", ", Label.All)}.", nameof(label));
        }

        // What is not there is spoken of in every class.
        var resolved = label == Label.Normal ? dice.Between(0, 2) : dice.Chance(0.4) ? 1 : 0;
        for (var i = 0; i < resolved; i++)
            Add(Status.Resolved);
        var absent = dice.Between(1, 3);
        for (var i = 0; i < absent; i++)
            Add(Status.Absent, i == 0 ? f => f.Urgency == Urgency.Now : null);
        return statements;
    }

    private static bool CanBe(Finding finding, Status status) => status switch
    {
        Status.Known => finding.OldNames is not null,
        Status.Resolved => finding.CanResolve,
        _ => true,
    };
}
