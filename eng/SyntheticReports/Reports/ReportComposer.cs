using System.Globalization;
using SyntheticReports.Examinations;
using SyntheticReports.Grammar;

namespace SyntheticReports.Reports;

/// <summary>Writes the sentences of one report.</summary>
internal sealed class ReportComposer(Examination examination, Dice dice, Part part)
{
    private static readonly string[] Growth = ["increased", "grown"];
    private static readonly string[] Novelty = ["New", "new", "not present", "developed", "development", "nothing was seen", "Unlike", "absent", "appeared"];

    private readonly string _date = PriorDate(dice);

    public ReportDraft Compose(string label)
    {
        var statements = StatementPlan.Draw(label, examination, dice, part);
        var sections = new Dictionary<ReportSection, List<string>>
        {
            [ReportSection.Indication] = Indication(statements),
            [ReportSection.Technique] = [dice.Pick(examination.Techniques)],
            [ReportSection.Comparison] = Comparison(statements),
            [ReportSection.Findings] = Findings(statements),
            [ReportSection.Impression] = Impression(label, statements),
        };

        // Advice closes the report, whether or not there is an impression.
        var last = sections[sections[ReportSection.Impression].Count > 0 ? ReportSection.Impression : ReportSection.Findings];
        if (dice.Chance(0.4))
            last.Add(Write(Advice(label)));
        if (dice.Chance(0.12))
            last.Add(Write(FramePhrases.Remark));
        return new(examination.Titles.Choose(dice, part), sections, statements);
    }

    private List<string> Indication(List<Statement> statements)
    {
        var sentences = new List<string>();
        if (dice.Chance(0.2))
            sentences.Add(Write(FramePhrases.Request));
        if (dice.Chance(0.8))
            sentences.Add(Write(examination.Complaints));

        var old = statements.Find(s => s.Status is Status.Known or Status.Resolved);
        if (old is not null && dice.Chance(0.4))
            sentences.Add(Write(FramePhrases.History, old));
        if (sentences.Count == 0 || dice.Chance(0.65))
            sentences.Add(Write(FramePhrases.Query, Asked(statements)));
        return sentences;
    }

    // Referrers ask for what is absent about as often as for what is there.
    private Statement Asked(List<Statement> statements)
    {
        var absent = statements.FindAll(s => s.Status == Status.Absent);
        if (absent.Count > 0 && dice.Chance(0.45))
            return dice.Pick(absent);
        if (dice.Chance(0.4))
            return dice.Pick(statements);
        var urgent = examination.Findings.Where(f => f.Urgency == Urgency.Now).ToArray();
        var finding = dice.Pick(urgent);
        return new(finding, Status.Absent, finding.Names.Choose(dice, part), dice.Pick(finding.Sites), null, HasGrown: false);
    }

    private List<string> Comparison(List<Statement> statements)
    {
        var old = statements.Find(s => s.Status is Status.Known or Status.Resolved);
        if (old is not null)
            return dice.Chance(0.6) ? [Write(FramePhrases.ComparisonWithFinding, old)] : [Write(FramePhrases.Comparison)];
        return dice.Chance(0.5) ? [Write(FramePhrases.Comparison)] : [];
    }

    private List<string> Findings(List<Statement> statements)
    {
        var sentences = new List<string>();
        var left = new List<Statement>(statements);
        dice.Shuffle(left);

        if (dice.Chance(0.4) && Pair(left) is var (first, second))
        {
            left.Remove(first);
            left.Remove(second);
            sentences.Add(Write(StatementPhrases.Pairs[(first.Status, second.Status)], first, second));
        }

        // Absent findings often share a sentence.
        var absent = left.FindAll(s => s.Status == Status.Absent);
        if (absent.Count > 1 && dice.Chance(0.6))
        {
            left.RemoveAll(s => s.Status == Status.Absent);
            sentences.Add(Write(StatementPhrases.Absent, absent[0], list: absent));
        }

        sentences.AddRange(left.Select(s => Write(StatementPhrases.For(s.Status), s)));

        var normal = dice.Between(1, 3);
        for (var i = 0; i < normal; i++)
        {
            var sentence = Write(examination.Normal);
            if (!sentences.Contains(sentence))
                sentences.Add(sentence);
        }

        dice.Shuffle(sentences);
        return sentences;
    }

    private static (Statement First, Statement Second)? Pair(List<Statement> statements)
    {
        foreach (var first in statements)
        {
            foreach (var second in statements)
            {
                // All sentences about something that went and something that came say that the latter is new.
                var needsNew = first.Status == Status.Resolved && second.HasGrown;
                if (!ReferenceEquals(first, second) && !needsNew && StatementPhrases.Pairs.ContainsKey((first.Status, second.Status)))
                    return (first, second);
            }
        }

        return null;
    }

    private List<string> Impression(string label, List<Statement> statements)
    {
        if (!dice.Chance(0.45))
            return [];

        var sentences = new List<string>();
        var noted = statements.FindAll(s => s.Status is Status.Known or Status.Suspected or Status.Present);
        var suspectsAcute = statements.Exists(s => s is { Status: Status.Suspected, Finding.Urgency: Urgency.Now });
        if (label != Label.Urgent && !suspectsAcute && dice.Chance(0.4))
            sentences.Add(Write(FramePhrases.NothingAcute));
        else if (dice.Chance(0.35) && statements.Find(s => s.Status == Status.Absent) is { } absent)
            sentences.Add(Write(StatementPhrases.Absent, absent));

        sentences.AddRange(noted.Select(s => Write(StatementPhrases.For(s.Status), s)));
        if (noted.Count == 0 && (sentences.Count == 0 || dice.Chance(0.3)))
            sentences.Add(Write(FramePhrases.NothingAtAll));
        else if (noted.Count > 0 && dice.Chance(0.25))
            sentences.Add(Write(FramePhrases.OtherwiseNothing));
        return sentences;
    }

    private static Phrases Advice(string label) => label switch
    {
        Label.Urgent => FramePhrases.NowAdvice,
        Label.FollowUp => FramePhrases.LaterAdvice,
        _ => FramePhrases.NoAdvice,
    };

    private string Write(Phrases phrases, Statement? first = null, Statement? second = null, List<Statement>? list = null)
    {
        var template = phrases.Choose(dice, part);
        while (!Suits(template, first, second))
            template = phrases.Choose(dice, part);
        return Sentence(Template.Expand(template, dice, name => Slot(name, first, second, list)));
    }

    // Nobody measures a pneumonia, a fracture does not grow, and what has grown since an examination was there on it.
    private static bool Suits(string template, Statement? first, Statement? second)
    {
        var last = second ?? first;
        if (last?.Status == Status.Present && (last.HasGrown ? Novelty : Growth).Any(word => template.Contains(word, StringComparison.Ordinal)))
            return false;
        return first?.Millimetres is not null || !template.Contains("size", StringComparison.Ordinal);
    }

    private string Slot(string name, Statement? first, Statement? second, List<Statement>? list) => (name, first, second) switch
    {
        ("np", not null, _) => first.Name,
        ("anp", not null, _) => WithArticle(first),
        ("site", not null, _) => first.Site,
        ("size", { Millimetres: { } size }, _) => Size(size),
        ("nps", not null, _) => Alternatives(list ?? [first]),
        ("np2", _, not null) => second.Name,
        ("anp2", _, not null) => WithArticle(second),
        ("site2", _, not null) => second.Site,
        ("date", _, _) => _date,
        ("year", _, _) => Number(dice.Between(2009, 2021)),
        ("months", _, _) => dice.Pick(["3", "6", "12"]),
        ("next", _, _) => dice.Pick(examination.NextSteps),
        ("time", _, _) => Number(dice.Between(8, 21)) + ":" + dice.Between(10, 59).ToString("00", CultureInfo.InvariantCulture),
        _ => throw new FormatException($"A template uses the slot '{name}' where nothing fills it."),
    };

    private string WithArticle(Statement statement)
    {
        var adjectives = statement.Finding.Adjectives;
        var phrase = adjectives.Length > 0 && statement.Status != Status.Known && dice.Chance(0.5)
            ? dice.Pick(adjectives) + " " + statement.Name
            : statement.Name;
        if (!statement.Finding.Countable)
            return phrase;
        var vowel = "aeiouAEIOU".Contains(phrase[0], StringComparison.Ordinal) && !phrase.StartsWith("ureter", StringComparison.Ordinal);
        return (vowel ? "an " : "a ") + phrase;
    }

    private string Size(int size)
    {
        return size > 9 && dice.Chance(0.5)
            ? Number(size / 10) + "." + Number(size % 10) + " cm"
            : Number(size) + (dice.Chance(0.8) ? " mm" : "mm");
    }

    private static string Alternatives(List<Statement> statements)
    {
        var names = statements.Select(s => s.Name).ToArray();
        return names.Length == 1 ? names[0] : string.Join(", ", names[..^1]) + " or " + names[^1];
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string PriorDate(Dice dice)
    {
        var day = dice.Between(1, 28);
        var month = dice.Between(1, 12);
        var monthName = CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month);
        // Each form must read well after "on", "since" and "of".
        return dice.Below(5) switch
        {
            0 => Number(day) + " " + monthName,
            1 => day.ToString("00", CultureInfo.InvariantCulture) + "/" + month.ToString("00", CultureInfo.InvariantCulture) + "/2023",
            2 => "the previous study",
            3 => "the earlier images",
            _ => monthName + " " + Number(day),
        };
    }
}
