using System.CommandLine;
using System.CommandLine.Invocation;
using AutoMLSweep.Commands;
using ReportClassification;
using Spectre.Console;

namespace AutoMLSweep;

/// <summary>The program: its command, and how errors reach the user.</summary>
internal static class SweepApplication
{
    /// <summary>Runs one command line.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var terminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!terminal)
        {
            console.Profile.Width = 180;
        }

        var result = SweepCommand.Create(console).Parse(args);
        if (result.Action is ParseErrorAction)
        {
            await error.WriteLineAsync("Error: " + result.Errors[0].Message);
            return ExitCode.Failure;
        }

        try
        {
            return await result.InvokeAsync(
                new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellation);
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Cancelled.");
            return ExitCode.Cancelled;
        }
        catch (Exception exception) when (exception is UserErrorException or IOException or InvalidDataException or InvalidOperationException or ArgumentException)
        {
            await error.WriteLineAsync("Error: " + exception.Message);
            return ExitCode.Failure;
        }
    }
}
