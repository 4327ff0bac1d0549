using ReportClassification.Files;
using Spectre.Console;

namespace ReportClassification.Prediction;

/// <summary>Chooses where predictions go.</summary>
internal static class PredictionWriters
{
    /// <param name="path">A file, whose extension says the format; null for a table on the console.</param>
    /// <param name="console">The console.</param>
    public static IPredictionWriter Create(string? path, IAnsiConsole console) => Path.GetExtension(path)?.ToLowerInvariant() switch
    {
        null => new TablePredictionWriter(console),
        ".jsonl" or ".ndjson" => new JsonLinesPredictionWriter(new OutputFile(path!, "--out")),
        ".csv" => new DelimitedPredictionWriter(new OutputFile(path!, "--out"), ","),
        ".tsv" => new DelimitedPredictionWriter(new OutputFile(path!, "--out"), "\t"),
        var extension => throw new UserErrorException($"--out: '{path}' has the extension '{extension}'. Known ones are .jsonl, .csv and .tsv."),
    };
}
