using Results.Methods;
using Results.Runs;

namespace Results.Pages;

/// <summary>
/// The stored runs by table cell. Where a cell was measured with several settings, data files or versions of a model, the latest of these counts,
/// and the others are not mixed in.
/// </summary>
internal sealed class ResultSet
{
    private readonly Dictionary<(string DataSet, ResultSystem System, int? Labels), ResultCell> _cells = [];

    public ResultSet(IReadOnlyList<StoredRun> runs, IReadOnlyList<IMethod> methods)
    {
        var systems = new List<ResultSystem>();
        foreach (var method in methods)
        {
            var own = runs.Where(run => run.Identity.Method == method.Name).ToArray();
            foreach (var model in own.GroupBy(run => run.Identity.Model?.Name).OrderBy(group => group.Key, StringComparer.Ordinal))
                systems.Add(Add(method, [.. model]));
            if (own.Length == 0)
                systems.Add(new ResultSystem(method, null));
        }

        Systems = systems;
        DataSets = [.. runs.Select(run => run.Identity.DataSet).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The rows of the tables, in the order of the methods. A method without runs is there as well.</summary>
    public IReadOnlyList<ResultSystem> Systems { get; }

    /// <summary>The data sets that have runs, by name.</summary>
    public IReadOnlyList<string> DataSets { get; }

    /// <summary>The runs of a cell; null where there are none.</summary>
    public ResultCell? Cell(string dataSet, ResultSystem system, int? labels) => _cells.GetValueOrDefault((dataSet, system, labels));

    private ResultSystem Add(IMethod method, IReadOnlyList<StoredRun> runs)
    {
        // Folders of one name may hold different weights; the row has the name, and each cell the latest weights.
        var system = new ResultSystem(method, runs.MaxBy(run => run.At)!.Identity.Model);
        foreach (var cell in runs.GroupBy(run => (run.Identity.DataSet, run.Identity.LabelsPerClass)))
        {
            var latest = cell.GroupBy(Conditions).MaxBy(group => group.Max(run => run.At))!;
            _cells.Add((cell.Key.DataSet, system, cell.Key.LabelsPerClass), new ResultCell(latest));
        }

        return system;
    }

    // All that decides the figures but the seed.
    private static string Conditions(StoredRun run) => (run.Identity with { Seed = 0 }).Hash();
}
