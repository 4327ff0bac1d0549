using System.CommandLine;
using BatchScoring.Piping;
using BatchScoring.Scoring;
using ReportClassification.Commands;

namespace BatchScoring.Commands;

/// <summary>The pipe command: lines from the standard input, as many to the standard output.</summary>
internal static class PipeCommand
{
    public static Command Create(Streams streams, TextWriter error)
    {
        var format = Choice.Create(
            "--format",
            "What a line is: a JSON object, comma-separated values, tab-separated values without quotation marks, or a text.",
            ("jsonl", LineFormat.Jsonl),
            ("csv", LineFormat.Csv),
            ("tsv", LineFormat.Tsv),
            ("text", LineFormat.Text));
        var names = new Option<string[]>("--columns")
        {
            Description = "The names of the fields of csv and tsv lines, in order, separated by commas.",
            HelpName = "NAME,NAME",
            DefaultValueFactory = _ => ["text"],
            CustomParser = result => result.Tokens[0].Value.Split(','),
        };
        var batch = NumberOption.Whole("--batch", $"Texts that go through the model together at most. Default: {PipeSettings.DefaultBatch}.", "N", 1);

        var command = new Command("pipe", "Scores lines of the standard input: a line of output for each, in order.")
        {
            CommonOptions.Model, format, names, CommonOptions.Text, CommonOptions.Id, batch, CommonOptions.LabelOnly,
            CommonOptions.MaximumTextLength, CommonOptions.ModelTextColumn, CommonOptions.LanguageModel, SharedOptions.Device, CommonOptions.Threads,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var settings = new PipeSettings
            {
                Format = Choice.Value(parsed, format),
                Names = parsed.GetRequiredValue(names),
                Columns = CommonOptions.Columns(parsed),
                Batch = parsed.GetValue(batch) ?? PipeSettings.DefaultBatch,
                LabelOnly = parsed.GetValue(CommonOptions.LabelOnly),
            };
            return Task.Run(
                async () =>
                {
                    var parser = settings.CreateParser();
                    using var classifier = new SavedClassifier(CommonOptions.ModelSettings(parsed));
                    await new PipeRun(settings, parser, classifier, streams, error).ExecuteAsync(cancellation).ConfigureAwait(false);
                    return ExitCode.Success;
                },
                cancellation);
        });
        return command;
    }
}
