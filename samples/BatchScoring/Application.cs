using System.CommandLine;
using BatchScoring.Commands;
using ReportClassification.Commands;

namespace BatchScoring;

/// <summary>The program: its commands, and how errors reach the user.</summary>
internal static class Application
{
    /// <summary>Runs one command line.</summary>
    public static async Task<int> RunAsync(string[] args, Streams streams, TextWriter output, TextWriter error, Interruption interruption)
    {
        var console = CommandLine.Console(output);
        var root = new RootCommand("Scores many reports with a saved classifier.")
        {
            SharedOptions.Verbose,
            CommonOptions.Quiet,
            ScoreCommand.Create(console, interruption),
            PipeCommand.Create(streams, error),
            VerifyCommand.Create(console),
        };
        var result = root.Parse(args);
        try
        {
            return await CommandLine.RunAsync(result, output, error, interruption.Cancellation).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var cause = exception;
            while (cause is AggregateException && cause.InnerException is { } inner)
                cause = inner;
            var expected = cause is UserErrorException or IOException or InvalidDataException or UnauthorizedAccessException
                or NotSupportedException or DllNotFoundException or InsufficientMemoryException;
            return CommandLine.Report(exception, cause, expected, result.GetValue(SharedOptions.Verbose), error);
        }
    }
}
