using System.CommandLine;
using BatchScoring.Verification;
using Spectre.Console;

namespace BatchScoring.Commands;

/// <summary>The verify command: proves that every row of the input is in the output once.</summary>
internal static class VerifyCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var output = new Option<string>("--output") { Description = "A folder that score wrote.", HelpName = "FOLDER", Required = true };
        var command = new Command("verify", "Checks that every input row is scored or rejected, and once.") { output };
        command.SetAction((parsed, cancellation) =>
            Task.Run(() => new VerifyRun(parsed.GetRequiredValue(output), console, cancellation).Execute(), cancellation));
        return command;
    }
}
