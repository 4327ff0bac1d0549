using System.Globalization;
using Results.Experiments;
using Results.Runs;

namespace Results.Pages;

/// <summary>The line below a table: with which command, on what, and at which commit its figures were measured.</summary>
internal static class Provenance
{
    public static string Of(string dataSet, string labels, IReadOnlyList<ResultSystem> systems, IReadOnlyList<ResultCell> cells)
    {
        var command = Command(dataSet, labels, systems);
        var runs = cells.SelectMany(cell => cell.Runs).ToArray();
        if (runs.Length == 0)
            return $"Not measured yet: {command}.";
        var commits = string.Join(", ", runs.Select(run => run.Commit ?? "unknown").Distinct().Order(StringComparer.Ordinal));
        var seeds = string.Join(", ", runs.Select(run => run.Identity.Seed).Distinct().Order().Select(seed => seed.ToString(CultureInfo.InvariantCulture)));
        var machines = string.Join("; or ", runs.Select(run => Machine(run.Machine)).Distinct().Order(StringComparer.Ordinal));
        return $"{command}; seeds {seeds}; commit {commits}; {machines}.";
    }

    /// <summary>The seeds of a cell, where they are not those that the page asks for.</summary>
    public static string Incomplete(ResultCell cell, int? labels)
    {
        var wanted = labels is null ? ExperimentPlan.SeedsOfAllLabels.Count : ExperimentPlan.SeedsOfFewLabels.Count;
        return cell.Runs.Count < wanted
            ? string.Create(CultureInfo.InvariantCulture, $" ({cell.Runs.Count} of {wanted} seeds)")
            : "";
    }

    // Variants are measured by their names alone.
    private static string Command(string dataSet, string labels, IReadOnlyList<ResultSystem> systems)
    {
        var methods = systems.Any(system => system.Method.IsVariant) ? $" --methods {string.Join(',', systems.Select(system => system.Method.Name).Distinct())}" : "";
        return $"`dotnet run -c Release --project eng/Results -- measure --data-sets {dataSet} --labels {labels}{methods}`";
    }

    private static string Machine(RunMachine machine)
    {
        var packages = machine.Packages == "official" ? $"Microsoft.ML {Version(machine.MicrosoftML)}" : $"{machine.Packages} packages";
        var accelerator = machine.Accelerator is { } name ? $"trained on {name}, predicted on " : "";
        return MarkdownPage.Escape(string.Create(CultureInfo.InvariantCulture, $"{accelerator}{machine.Processor}, {machine.Threads} of {machine.Processors} processors, {packages}"));
    }

    // What comes after the plus is the commit of the package itself.
    private static string Version(string version) => version.Split('+')[0];
}
