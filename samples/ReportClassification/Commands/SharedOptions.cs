using System.CommandLine;
using MLNet.LlmExtensions.Models;

namespace ReportClassification.Commands;

/// <summary>Options that both commands have.</summary>
internal static class SharedOptions
{
    public static readonly Option<bool> Verbose = new("--verbose") { Description = "Shows the full exception when something fails.", Recursive = true };

    public static readonly Option<bool> Quiet = new("--quiet") { Description = "Prints only the main figures.", Recursive = true };

    public static readonly Option<Chosen<DevicePreference>?> Device = Choice.Create(
        "--device",
        "Where the language model runs.",
        ("auto", DevicePreference.Auto),
        ("cpu", DevicePreference.Cpu),
        ("cuda", DevicePreference.Cuda));

    public static Option<string[]> Text() => new("--text")
    {
        Description = "The column with the text. Given several times: the columns are joined, one per line.",
        HelpName = "COLUMN",
        DefaultValueFactory = _ => ["text"],
    };
}
