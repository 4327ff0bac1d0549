using MLNet.LlmExtensions.Models;
using ReportClassification.Commands;
using ReportClassification.Data;
using Spectre.Console;

namespace ReportClassification.Training.FineTuning;

/// <summary>The work of --estimate: says how much memory the training would take, and loads nothing.</summary>
internal static class EstimateRun
{
    public static int Execute(TrainSettings settings, FineTuningSettings fineTuning, IAnsiConsole console)
    {
        var reports = LabelledReportFile.Read(settings.DataFile, settings.Columns);
        var model = LanguageModel.FromPretrained(settings.ModelFolder);
        foreach (var (cuda, place) in Places(fineTuning.Options.Device))
        {
            console.WriteLine(place);
            console.WriteLine(MemoryNeed.Estimate(model, fineTuning.Options, reports, cuda).ToString());
        }

        return ExitCode.Success;
    }

    private static IEnumerable<(bool Cuda, string Name)> Places(DevicePreference device)
    {
        if (device != DevicePreference.Cuda)
            yield return (false, "On the CPU, in the process:");
        if (device != DevicePreference.Cpu)
            yield return (true, "On a GPU, in its own memory:");
    }
}
