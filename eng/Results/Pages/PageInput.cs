using Results.Baselines;
using Results.Published;

namespace Results.Pages;

/// <summary>All that a page is made of.</summary>
/// <param name="Results">The stored runs.</param>
/// <param name="Baselines">The figures of BASELINES.md.</param>
/// <param name="Published">What others report.</param>
internal sealed record PageInput(ResultSet Results, BaselineFile Baselines, IReadOnlyList<PublishedFigure> Published)
{
    /// <summary>The numbers of labels per class that the tables have.</summary>
    public static readonly IReadOnlyList<int> FewLabels = [8, 16, 32, 64];

    /// <summary>The best accuracy among a cell's baselines; null where there are none.</summary>
    public double? BestAccuracy(string dataSet, int? labels) => Best(dataSet, labels, baseline => baseline.Accuracy.Mean);

    /// <summary>The best macro-F1 among a cell's baselines; null where there are none.</summary>
    public double? BestMacroF1(string dataSet, int? labels) => Best(dataSet, labels, baseline => baseline.MacroF1.Mean);

    /// <summary>The rows of a data set's table of few labels.</summary>
    public IReadOnlyList<ResultSystem> FewLabelSystems(string dataSet) =>
        [.. Results.Systems.Where(system => system.Method.TakesFewLabels && IsShown(dataSet, system, FewLabels.Select(labels => (int?)labels)))];

    /// <summary>The rows of a data set's table of all labels.</summary>
    public IReadOnlyList<ResultSystem> AllLabelSystems(string dataSet) =>
        [.. Results.Systems.Where(system => system.Method.TakesAllLabels && IsShown(dataSet, system, [null]))];

    private bool IsShown(string dataSet, ResultSystem system, IEnumerable<int?> labels) =>
        !system.Method.IsVariant || labels.Any(count => Results.Cell(dataSet, system, count) is not null);

    private double? Best(string dataSet, int? labels, Func<Baseline, double> figure) =>
        Baselines.Of(dataSet, labels) is { Count: > 0 } baselines ? baselines.Max(figure) : null;
}
