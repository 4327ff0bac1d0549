using System.Runtime.InteropServices;

namespace ReportClassification;

/// <summary>Passes the signals that end a process on to the work that is under way.</summary>
internal sealed class ConsoleSignals : IDisposable
{
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public ConsoleSignals(Interruption interruption)
    {
        // Cancel = true keeps the process alive; a signal that finds nothing left to ask for ends it.
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = interruption.Press());
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = interruption.Cancel());
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }
}
