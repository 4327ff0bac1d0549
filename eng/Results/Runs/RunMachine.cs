using System.Reflection;
using ReportClassification.Training;

namespace Results.Runs;

/// <summary>What a run was made on and with.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Processors">How many of them the process may use.</param>
/// <param name="Threads">The threads that it used.</param>
/// <param name="OperatingSystem">The operating system.</param>
/// <param name="Runtime">.NET's version.</param>
/// <param name="Packages">Whether the packages are the official ones or their stand-ins.</param>
/// <param name="MicrosoftML">The version of Microsoft.ML, or of its stand-in.</param>
internal sealed record RunMachine(string Processor, int Processors, int Threads, string OperatingSystem, string Runtime, string Packages, string MicrosoftML)
{
    private const string ProcessorFile = "/proc/cpuinfo";

    /// <param name="threads">The threads that a run may use.</param>
    public static RunMachine Current(int threads)
    {
        var environment = EnvironmentFigures.Current();
        return new(
            ProcessorName(),
            environment.Processors,
            threads,
            environment.OperatingSystem,
            environment.Runtime,
            typeof(RunMachine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Packages").Value!,
            environment.MicrosoftML);
    }

    /// <summary>The commit that the program was built from; null where the build did not know.</summary>
    public static string? Commit()
    {
        var version = typeof(RunMachine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return version?.Split('+') is [_, { Length: >= 10 } commit, ..] ? commit[..10] : null;
    }

    private static string ProcessorName()
    {
        var line = File.Exists(ProcessorFile) ? File.ReadLines(ProcessorFile).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? "unknown" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
