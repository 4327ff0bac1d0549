using System.Diagnostics;
using System.Text.Json;

namespace MLNet.LlmExtensions.Benchmarks.Training;

/// <summary>A child process that answers each line on its standard input with a line of JSON.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    /// <summary>Starts this program again with other arguments.</summary>
    public static WorkerProcess Self(int threads, bool keepsMemory, IEnumerable<string> arguments)
    {
        var program = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        return Start(program, threads, keepsMemory, isHost ? [Environment.GetCommandLineArgs()[0], .. arguments] : arguments);
    }

    /// <summary>Starts a program; all sides of a comparison get the same environment.</summary>
    /// <param name="program">The program.</param>
    /// <param name="threads">Threads of OpenMP.</param>
    /// <param name="keepsMemory">
    /// Whether memory that is given back stays with the process, because it is asked for again at each step. That is faster
    /// and steadier, but is not what a user has.
    /// </param>
    /// <param name="arguments">Its arguments.</param>
    public static WorkerProcess Start(string program, int threads, bool keepsMemory, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Threads that wait must not take the processor from those that work.
        start.Environment["OMP_NUM_THREADS"] = $"{threads}";
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        if (keepsMemory)
        {
            start.Environment["MALLOC_MMAP_THRESHOLD_"] = "33554432";
            start.Environment["MALLOC_TRIM_THRESHOLD_"] = "4294967296";
        }

        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>Waits for the next answer.</summary>
    public JsonElement Read() => _process.StandardOutput.ReadLine() is { } line
        ? JsonDocument.Parse(line).RootElement.Clone()
        : throw new InvalidOperationException($"'{_process.StartInfo.FileName}' ended without an answer; what it said is above.");

    /// <summary>Says a line and waits for the answer.</summary>
    public JsonElement Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        return Read();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
