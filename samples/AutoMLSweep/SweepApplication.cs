using AutoMLSweep.Commands;
using ReportClassification;

namespace AutoMLSweep;

/// <summary>The program: its command, and how errors reach the user.</summary>
internal static class SweepApplication
{
    /// <summary>Runs one command line.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var result = SweepCommand.Create(CommandLine.Console(output, width: 180)).Parse(args);
        try
        {
            return await CommandLine.RunAsync(result, output, error, cancellation);
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
