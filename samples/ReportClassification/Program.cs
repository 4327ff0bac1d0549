using ReportClassification;

using var interruption = new Interruption();
using var signals = new ConsoleSignals(interruption);
return await Application.RunAsync(args, Console.In, Console.Out, Console.Error, interruption).ConfigureAwait(false);
