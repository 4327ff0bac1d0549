using System.CommandLine;
using BatchScoring.Output;
using BatchScoring.Scoring;
using ReportClassification.Commands;
using Spectre.Console;

namespace BatchScoring.Commands;

/// <summary>The score command: files in, a folder of parts out.</summary>
internal static class ScoreCommand
{
    public static Command Create(IAnsiConsole console, Interruption interruption)
    {
        var input = new Option<string[]>("--input")
        {
            Description = "Files of reports, or folders of them: .jsonl, .csv, .tsv or .parquet.",
            HelpName = "FILE",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var output = new Option<string>("--output") { Description = "The folder of the output. One that was begun is gone on with.", HelpName = "FOLDER", Required = true };
        var format = Choice.Create("--format", "How the output is written.", ("jsonl", RowFormat.Jsonl), ("csv", RowFormat.Csv), ("parquet", RowFormat.Parquet));
        var shard = new Option<Shard?>("--shard")
        {
            Description = $"Which of several processes this is, from 0: it takes every N-th part. 'auto/N' takes I from {Shard.IndexVariable}, as Kubernetes sets it. Default: 0/1.",
            HelpName = "I/N",
            CustomParser = result =>
            {
                var shard = Shard.Parse(result.Tokens[0].Value, Environment.GetEnvironmentVariable);
                if (shard is null)
                    result.AddError($"--shard is '{result.Tokens[0].Value}'. It must be I/N with I from 0 to N - 1, or auto/N where {Shard.IndexVariable} is set to I.");
                return shard;
            },
        };
        var partRows = NumberOption.Whole("--shard-rows", $"Input rows of a part, which is what a killed process loses at most. Default: {ScoreSettings.DefaultPartRows}.", "N", 1);
        var batch = NumberOption.Whole("--batch", $"Texts that go through the model together. Default: {ScoreSettings.DefaultBatch}.", "N", 1);
        var maximumBad = NumberOption.Whole("--max-bad", "Fails when the shard has more bad rows. Default: any number may be bad.", "N", 0);
        var keepBadRows = new Option<bool>("--keep-bad-rows") { Description = "Writes bad rows with their content, which may be report text, and not only where they are." };

        var command = new Command("score", "Scores files, in parts that a killed run goes on behind.")
        {
            CommonOptions.Model, input, output, CommonOptions.Text, CommonOptions.Id, format, shard, partRows, batch, maximumBad, CommonOptions.LabelOnly, keepBadRows,
            CommonOptions.MaximumTextLength, CommonOptions.ModelTextColumn, CommonOptions.LanguageModel, SharedOptions.Device, CommonOptions.Threads,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var settings = new ScoreSettings
            {
                Model = CommonOptions.ModelSettings(parsed),
                Inputs = parsed.GetRequiredValue(input),
                Output = parsed.GetRequiredValue(output),
                Columns = CommonOptions.Columns(parsed),
                Format = Choice.Value(parsed, format),
                Shard = parsed.GetValue(shard) ?? Shard.Whole,
                PartRows = parsed.GetValue(partRows) ?? ScoreSettings.DefaultPartRows,
                Batch = parsed.GetValue(batch) ?? ScoreSettings.DefaultBatch,
                MaximumBad = parsed.GetValue(maximumBad),
                LabelOnly = parsed.GetValue(CommonOptions.LabelOnly),
                KeepBadRows = parsed.GetValue(keepBadRows),
                Quiet = parsed.GetValue(CommonOptions.Quiet),
            };
            return Task.Run(new ScoreRun(settings, console, interruption).Execute, cancellation);
        });
        return command;
    }
}
