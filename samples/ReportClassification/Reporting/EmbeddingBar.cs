using ReportClassification.Training;
using Spectre.Console;

namespace ReportClassification.Reporting;

/// <summary>Shows how far embedding has come, on terminals that can redraw a line.</summary>
internal static class EmbeddingBar
{
    /// <summary>Does the work with a bar above the prompt; the bar is gone afterwards.</summary>
    public static T Run<T>(IAnsiConsole console, bool quiet, EmbeddingMeter meter, Func<T> work)
    {
        if (quiet || !console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi)
            return work();

        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask("Embedding reports");
                meter.Show = (texts, rows) =>
                {
                    task.MaxValue = rows;
                    task.Value = texts;
                };
                try
                {
                    return work();
                }
                finally
                {
                    meter.Show = null;
                }
            });
    }
}
