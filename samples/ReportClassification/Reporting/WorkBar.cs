using ReportClassification.Training;
using Spectre.Console;

namespace ReportClassification.Reporting;

/// <summary>Shows how far long work has come, on terminals that can redraw a line.</summary>
internal static class WorkBar
{
    /// <summary>Does the work with a bar above the prompt; the bar is gone afterwards.</summary>
    public static void Run(IAnsiConsole console, bool quiet, IWorkMeter meter, Action work)
    {
        if (quiet || !console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi)
        {
            work();
            return;
        }

        var timeLeft = new TimeLeftColumn();
        console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), timeLeft)
            .Start(context =>
            {
                var task = context.AddTask("Reading the language model");
                task.IsIndeterminate = true;
                meter.Show = progress =>
                {
                    task.IsIndeterminate = false;
                    task.Description = Markup.Escape(progress.Description);
                    task.MaxValue = progress.Total;
                    task.Value = progress.Done;
                    timeLeft.Known = progress.Remaining;
                };
                try
                {
                    work();
                }
                finally
                {
                    meter.Show = null;
                }
            });
    }
}
