using ReportClassification;

namespace Results;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var interruption = new Interruption();
        using var signals = new ConsoleSignals(interruption);
        return await Application.RunAsync(args, Console.Out, Console.Error, interruption.Cancellation).ConfigureAwait(false);
    }
}
