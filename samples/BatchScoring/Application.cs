using System.CommandLine;
using System.CommandLine.Invocation;
using BatchScoring.Commands;
using Spectre.Console;

namespace BatchScoring;

/// <summary>The program: its commands, and how errors reach the user.</summary>
internal static class Application
{
    /// <summary>Runs one command line.</summary>
    public static async Task<int> RunAsync(string[] args, Streams streams, TextWriter output, TextWriter error, Interruption interruption)
    {
        // Colours and a progress bar are for terminals; a file, a pipe, a pod's log or a test gets plain text.
        var terminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!terminal)
            console.Profile.Width = 160;

        var root = new RootCommand("Scores many reports with a saved classifier.")
        {
            CommonOptions.Verbose,
            CommonOptions.Quiet,
            ScoreCommand.Create(console, interruption),
            PipeCommand.Create(streams, error),
            VerifyCommand.Create(console),
        };
        var result = root.Parse(args);
        if (result.Action is ParseErrorAction)
        {
            // The first error says what is wrong; those that follow from it, and the whole help, would bury it.
            await error.WriteLineAsync("Error: " + result.Errors[0].Message).ConfigureAwait(false);
            return ExitCode.Failure;
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // signals are the interruption's business
            };
            return await result.InvokeAsync(configuration, interruption.Cancellation).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return Report(exception, verbose: result.GetValue(CommonOptions.Verbose), error);
        }
    }

    private static int Report(Exception exception, bool verbose, TextWriter error)
    {
        var cause = exception;
        while (cause is AggregateException && cause.InnerException is { } inner)
            cause = inner;
        if (cause is OperationCanceledException)
        {
            error.WriteLine("Cancelled.");
            return ExitCode.Cancelled;
        }

        // The library's own messages name the file or the option. Anything else is a fault of the program, whose message
        // could quote data: its type is enough until --verbose asks for more.
        var expected = cause is UserErrorException or IOException or InvalidDataException or UnauthorizedAccessException
            or NotSupportedException or DllNotFoundException or InsufficientMemoryException;
        var line = expected ? cause.Message.ReplaceLineEndings(" ") : $"Unexpected {cause.GetType().Name}; --verbose shows more.";
        error.WriteLine("Error: " + line);
        if (verbose)
            error.WriteLine(exception);
        return ExitCode.Failure;
    }
}
