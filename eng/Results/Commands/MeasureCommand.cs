using System.CommandLine;
using ReportClassification.Commands;
using Results.Experiments;
using Results.Methods;

namespace Results.Commands;

/// <summary>measure: makes the runs that are missing.</summary>
internal static class MeasureCommand
{
    private static readonly int?[] LabelsOfThePage = [8, 16, 32, 64, null];

    public static Command Create(TextWriter output)
    {
        var data = new Option<string>("--data") { Description = "The folder of the data sets.", HelpName = "FOLDER", DefaultValueFactory = _ => "../shared/data" };
        var model = new Option<string>("--model") { Description = "The folder of the language model.", HelpName = "FOLDER", DefaultValueFactory = _ => "models/report-encoder-small" };
        var work = WorkFolder.Option();
        var dataSets = ListOption.Names("--data-sets", "The data sets. Without it: all of the folder.", known: null);
        var methods = ListOption.Names("--methods", "The methods. Without it: all but variants.", [.. MethodCatalog.All.Select(method => method.Name)]);
        var labels = ListOption.Labels("--labels", "Labelled rows of each class. Without it: 8,16,32,64,all.");
        var seeds = ListOption.Numbers("--seeds", "The seeds. Without it: 1 to 5 with few labels, 1 to 3 with all.");
        var threads = NumberOption.Whole("--threads", "The threads of embedding, training and prediction. Without it: 1, so that times compare on a busy machine.", "N", minimum: 1);
        var limit = NumberOption.Whole("--time-limit", "Begins no run after so many minutes.", "MINUTES", minimum: 1);
        var command = new Command("measure", "Makes the runs that are missing and stores each of them. Killed, it goes on where it was.")
        {
            data, model, work, dataSets, methods, labels, seeds, threads, limit,
        };
        command.SetAction((result, cancellation) =>
        {
            var names = result.GetValue(methods)!;
            var asked = result.GetValue(labels)!;
            var settings = new MeasureSettings(
                result.GetValue(data)!,
                result.GetValue(model)!,
                result.GetValue(work)!,
                result.GetValue(dataSets)!,
                [.. MethodCatalog.All.Where(method => names.Length == 0 ? !method.IsVariant : names.Contains(method.Name))],
                asked.Length == 0 ? LabelsOfThePage : asked,
                result.GetValue(seeds)!,
                result.GetValue(threads) ?? 1,
                result.GetValue(limit) is { } minutes ? TimeSpan.FromMinutes(minutes) : null);
            new Measurement(settings, output).Run(cancellation);
            return Task.FromResult(0);
        });
        return command;
    }
}
