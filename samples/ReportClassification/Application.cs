using System.CommandLine;
using System.CommandLine.Invocation;
using ReportClassification.Commands;
using Spectre.Console;

namespace ReportClassification;

/// <summary>The program: its commands, and how errors reach the user.</summary>
internal static class Application
{
    /// <summary>Runs one command line.</summary>
    public static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output, TextWriter error)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (output != Console.Out || Console.IsOutputRedirected)
            console.Profile.Width = 120; // a file or a pipe has no width of its own

        var root = TrainCommand.Create(console);
        root.Subcommands.Add(PredictCommand.Create(console, input));

        var result = root.Parse(args);
        if (result.Action is ParseErrorAction parseError)
        {
            // The help is one --help away; the line that says what is wrong should not drown in it.
            parseError.ShowHelp = false;
            parseError.ShowTypoCorrections = true;
        }

        try
        {
            var configuration = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
            return await result.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return Report(exception, verbose: result.GetValue(SharedOptions.Verbose), error);
        }
    }

    private static int Report(Exception exception, bool verbose, TextWriter error)
    {
        if (exception is AggregateException { InnerExceptions: [var only] })
            exception = only;
        if (exception is OperationCanceledException)
        {
            error.WriteLine("Cancelled.");
            return ExitCode.Cancelled;
        }

        // The library's own messages name the file or the option. Anything else is a fault of the program, whose message
        // could quote data: its type is enough until --verbose asks for more.
        var expected = exception is UserErrorException or IOException or InvalidDataException or UnauthorizedAccessException
            or NotSupportedException or ArgumentException or InvalidOperationException or DllNotFoundException;
        var line = expected ? exception.Message.ReplaceLineEndings(" ") : $"Unexpected {exception.GetType().Name}; --verbose shows more.";
        error.WriteLine("Error: " + line);
        if (verbose)
            error.WriteLine(exception);
        return ExitCode.Failure;
    }
}
