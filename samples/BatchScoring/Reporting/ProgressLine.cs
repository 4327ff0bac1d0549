using Spectre.Console;

namespace BatchScoring.Reporting;

/// <summary>Shows how far long work has come: a bar on terminals that can redraw a line, lines of text elsewhere.</summary>
internal static class ProgressLine
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    /// <summary>Does the work.</summary>
    /// <param name="console">Where to show.</param>
    /// <param name="quiet">Whether to show nothing.</param>
    /// <param name="description">What is done.</param>
    /// <param name="total">How much there is to do.</param>
    /// <param name="work">The work: it may say lines of text, and reports how much is done.</param>
    public static T Run<T>(IAnsiConsole console, bool quiet, string description, double total, Func<Action<string>, Action<double>, T> work)
    {
        if (quiet)
            return work(_ => { }, _ => { });
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi)
            return work(console.WriteLine, _ => { });

        var result = default(T);
        console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask(description, maxValue: total);
                var shown = DateTime.MinValue;

                // On a terminal the bar is enough; what is said goes into its description.
                result = work(text => task.Description = Markup.Escape(text), done =>
                {
                    // The bar keeps samples of what it is told, and rows come faster than anybody can look.
                    if (DateTime.UtcNow - shown < Rest)
                        return;
                    shown = DateTime.UtcNow;
                    task.Value = done;
                });
            });
        return result!;
    }
}
