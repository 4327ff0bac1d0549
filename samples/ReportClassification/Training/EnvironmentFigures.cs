using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML;
using MLNet.LlmExtensions;

namespace ReportClassification.Training;

/// <summary>What the command ran on.</summary>
internal sealed record EnvironmentFigures(string LlmExtensions, string MicrosoftML, string Runtime, string OperatingSystem, int Processors)
{
    public static EnvironmentFigures Current() => new(
        Version(typeof(LlmEmbeddingEstimator)),
        Version(typeof(MLContext)),
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        System.Environment.ProcessorCount);

    private static string Version(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
