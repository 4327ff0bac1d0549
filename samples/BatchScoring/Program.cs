using BatchScoring;

using var interruption = new Interruption();
using var signals = new ConsoleSignals(interruption);
using var input = Console.OpenStandardInput();
using var output = StandardOutput.Open();
return await Application.RunAsync(args, new Streams(input, output), Console.Out, Console.Error, interruption).ConfigureAwait(false);
