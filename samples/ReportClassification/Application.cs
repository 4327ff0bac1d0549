using ReportClassification.Commands;

namespace ReportClassification;

/// <summary>The program: its commands, and how errors reach the user.</summary>
internal static class Application
{
    /// <summary>Runs one command line.</summary>
    public static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output, TextWriter error, Interruption interruption)
    {
        var console = CommandLine.Console(output);
        var root = TrainCommand.Create(console, interruption);
        root.Subcommands.Add(PredictCommand.Create(console, input));
        var result = root.Parse(args);
        try
        {
            return await CommandLine.RunAsync(result, output, error, interruption.Cancellation).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var cause = Cause(exception);
            var expected = cause is UserErrorException or IOException or InvalidDataException or UnauthorizedAccessException
                or NotSupportedException or ArgumentException or InvalidOperationException or DllNotFoundException or InsufficientMemoryException;
            return CommandLine.Report(exception, cause, expected, result.GetValue(SharedOptions.Verbose), error);
        }
    }

    // ML.NET reads data on threads of its own, and says only that reading failed; what failed is inside.
    private static Exception Cause(Exception exception)
    {
        while (exception is AggregateException or InvalidOperationException && exception.InnerException is { } inner)
            exception = inner;
        return exception;
    }
}
