using System.CommandLine;
using System.CommandLine.Invocation;
using Spectre.Console;

namespace ReportClassification;

/// <summary>What the programs have in common: the console, how a command line is run, and how a failure reaches the user.</summary>
internal static class CommandLine
{
    /// <summary>A console for an output: colours and a progress bar are for terminals; a file, a pipe, a pod's log or a test gets plain text.</summary>
    public static IAnsiConsole Console(TextWriter output, int width = 160)
    {
        var terminal = ReferenceEquals(output, System.Console.Out) && !System.Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!terminal)
            console.Profile.Width = width;
        return console;
    }

    /// <summary>Runs a command line. What its command throws comes through.</summary>
    public static async Task<int> RunAsync(ParseResult result, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        if (result.Action is ParseErrorAction)
        {
            // The first error says what is wrong; those that follow from it, and the whole help, would bury it.
            await error.WriteLineAsync("Error: " + result.Errors[0].Message).ConfigureAwait(false);
            return ExitCode.Failure;
        }

        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // signals are the interruption's business: a training asks for more than one meaning
        };
        return await result.InvokeAsync(configuration, cancellation).ConfigureAwait(false);
    }

    /// <summary>Tells of a failure in a line.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="cause">What is behind it.</param>
    /// <param name="isExpected">
    /// Whether the cause's own message is for the user: the library's messages name the file or the option. Anything else is a fault of the
    /// program, whose message could quote data: its type is enough until --verbose asks for more.
    /// </param>
    /// <param name="verbose">Whether the exception follows.</param>
    /// <param name="error">Where to tell.</param>
    /// <returns>The exit code.</returns>
    public static int Report(Exception exception, Exception cause, bool isExpected, bool verbose, TextWriter error)
    {
        if (cause is OperationCanceledException)
        {
            error.WriteLine("Cancelled.");
            return ExitCode.Cancelled;
        }

        var line = isExpected ? cause.Message.ReplaceLineEndings(" ") : $"Unexpected {cause.GetType().Name}; --verbose shows more.";
        error.WriteLine("Error: " + line);
        if (verbose)
            error.WriteLine(exception);
        return ExitCode.Failure;
    }
}
