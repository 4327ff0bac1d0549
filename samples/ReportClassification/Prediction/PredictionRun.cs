using MLNet.LlmExtensions;
using ReportClassification.Commands;
using ReportClassification.Data;
using Spectre.Console;

namespace ReportClassification.Prediction;

/// <summary>The predict command's work.</summary>
internal static class PredictionRun
{
    public static int Execute(PredictSettings settings, IAnsiConsole console, TextReader input, CancellationToken cancellation)
    {
        if (settings.LanguageModelFolder is { } folder)
            LanguageModelFolders.Add(folder);
        LoadedLlmEmbeddings.Configure = options => options with { Device = settings.Device };
        LoadedFineTunedClassifiers.Configure = options => options with { Device = settings.Device };

        using var writer = PredictionWriters.Create(settings.OutputFile, console);
        using var model = new SavedModel(settings.ModelFile);
        var classes = new List<string>();
        var predictions = settings.DataFile is { } file
            ? model.Classify(RecordFile.Read(file), settings.TextColumns, classes, cancellation)
            : model.Classify(settings.TextValue is { } text ? [text] : Lines(input, cancellation), classes, cancellation);

        var count = 0;
        var limitReached = false;
        foreach (var prediction in predictions)
        {
            limitReached = count == writer.Limit;
            if (limitReached)
                break;
            writer.Write(prediction, classes);
            count++;
        }

        if (count == 0)
            throw new UserErrorException(settings.DataFile is null ? "There are no reports on the standard input." : $"'{settings.DataFile}' has no rows.");
        writer.Complete(limitReached);
        if (settings.OutputFile is not null && !settings.Quiet)
            console.WriteLine($"{count} predictions in {settings.OutputFile}");
        return ExitCode.Success;
    }

    private static IEnumerable<string> Lines(TextReader input, CancellationToken cancellation)
    {
        if (ReferenceEquals(input, Console.In) && !Console.IsInputRedirected)
            throw new UserErrorException("Give the reports with --data, --text-value, or on the standard input, one per line.");
        // A terminal gives a line when its user likes; waiting for it elsewhere leaves this thread free to be cancelled.
        while (Task.Run(input.ReadLine, cancellation).WaitAsync(cancellation).GetAwaiter().GetResult() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
                yield return line;
        }
    }
}
