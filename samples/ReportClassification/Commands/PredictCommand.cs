using System.CommandLine;
using ReportClassification.Prediction;
using Spectre.Console;

namespace ReportClassification.Commands;

/// <summary>The predict command: classifies new reports with a saved model.</summary>
internal static class PredictCommand
{
    public static Command Create(IAnsiConsole console, TextReader input)
    {
        var modelFile = new Option<string>("--model-file") { Description = "A model that --save wrote.", HelpName = "model.zip", Required = true };
        var data = new Option<string?>("--data") { Description = "The reports: .jsonl, .csv or .tsv. Without it: --text-value, or the standard input, one report per line.", HelpName = "FILE" };
        var text = SharedOptions.Text();
        var textValue = new Option<string?>("--text-value") { Description = "One report.", HelpName = "TEXT" };
        var output = new Option<string?>("--out") { Description = "Writes the predictions to a .jsonl, .csv or .tsv file instead of a table.", HelpName = "FILE" };
        var model = new Option<string?>("--model") { Description = "The language model's folder, or one above it, if it has moved since the model was saved.", HelpName = "FOLDER" };

        var command = new Command("predict", "Classifies reports with a saved model.") { modelFile, data, text, textValue, output, model, SharedOptions.Device };
        command.Validators.Add(option =>
        {
            if (option.GetResult(data) is not null && option.GetResult(textValue) is not null)
                option.AddError("--data and --text-value exclude each other.");
        });
        command.SetAction((parsed, cancellation) =>
        {
            var settings = new PredictSettings
            {
                ModelFile = parsed.GetRequiredValue(modelFile),
                DataFile = parsed.GetValue(data),
                TextColumns = parsed.GetRequiredValue(text),
                TextValue = parsed.GetValue(textValue),
                OutputFile = parsed.GetValue(output),
                LanguageModelFolder = parsed.GetValue(model),
                Device = Choice.Value(parsed, SharedOptions.Device),
                Quiet = parsed.GetValue(SharedOptions.Quiet),
            };
            return Task.Run(() => PredictionRun.Execute(settings, console, input, cancellation), cancellation);
        });
        return command;
    }
}
