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
    private const string AcceleratorFolder = "/proc/driver/nvidia/gpus";

    /// <summary>The accelerator that training ran on; null for none.</summary>
    public string? Accelerator { get; init; }

    /// <param name="threads">The threads that a run may use.</param>
    /// <param name="device">Where it was trained, as libtorch calls it; null without libtorch.</param>
    public static RunMachine Current(int threads, string? device)
    {
        var environment = EnvironmentFigures.Current();
        return new(
            ProcessorName(),
            environment.Processors,
            threads,
            environment.OperatingSystem,
            environment.Runtime,
            typeof(RunMachine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Packages").Value!,
            environment.MicrosoftML)
        {
            Accelerator = device?.StartsWith("cuda", StringComparison.Ordinal) == true ? AcceleratorName() : null,
        };
    }

    /// <summary>The commit that the program was built from; null where the build did not know.</summary>
    public static string? Commit()
    {
        var version = typeof(RunMachine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return version?.Split('+') is [_, { Length: >= 10 } commit, ..] ? commit[..10] : null;
    }

    private static string ProcessorName() => Value(ProcessorFile, "model name") ?? "unknown";

    private static string AcceleratorName() =>
        (Directory.Exists(AcceleratorFolder) ? Directory.GetFiles(AcceleratorFolder, "information", SearchOption.AllDirectories) : [])
        .Select(file => Value(file, "Model")).FirstOrDefault() ?? "a CUDA device";

    /// <summary>The value of a line <c>name : value</c>.</summary>
    private static string? Value(string file, string name)
    {
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
