using AutoMLSweep;
using ReportClassification;

using var interruption = new Interruption();
using var signals = new ConsoleSignals(interruption);
return await SweepApplication.RunAsync(args, Console.Out, Console.Error, interruption.Cancellation);
