using System.CommandLine;
using ReportClassification;
using Results.Commands;

namespace Results;

/// <summary>The program: its commands, and how errors reach whoever called it.</summary>
internal static class Application
{
    /// <summary>Runs one command line.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var root = new RootCommand("Measures ways of classifying texts, and makes the results page of what was measured.")
        {
            MeasureCommand.Create(output),
            PageCommand.Create(output),
        };
        var result = root.Parse(args);
        try
        {
            return await CommandLine.RunAsync(result, output, error, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Cancelled. The same command goes on with what is missing.").ConfigureAwait(false);
            return ExitCode.Cancelled;
        }
        catch (Exception exception) when (exception is UserErrorException or IOException or InvalidDataException)
        {
            await error.WriteLineAsync("Error: " + exception.Message).ConfigureAwait(false);
            return ExitCode.Failure;
        }
    }
}
