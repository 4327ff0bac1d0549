using Results.Methods;

namespace Results.Experiments;

/// <summary>Which runs a command asks for.</summary>
internal static class ExperimentPlan
{
    /// <summary>Seeds with all labels where the command names none: trainings on all rows take long and differ little.</summary>
    public static readonly IReadOnlyList<int> SeedsOfAllLabels = [1, 2, 3];

    /// <summary>Seeds with few labels where the command names none: each draws other rows.</summary>
    public static readonly IReadOnlyList<int> SeedsOfFewLabels = [1, 2, 3, 4, 5];

    /// <param name="dataSets">The names of the data sets.</param>
    /// <param name="methods">The methods.</param>
    /// <param name="labels">Labels per class; null stands for all.</param>
    /// <param name="seeds">The seeds; empty for those of the page.</param>
    /// <returns>The runs, the quick ones of a data set first.</returns>
    public static IReadOnlyList<Experiment> Of(
        IReadOnlyList<string> dataSets, IReadOnlyList<IMethod> methods, IReadOnlyList<int?> labels, IReadOnlyList<int> seeds) =>
    [
        .. from method in methods
           from dataSet in dataSets
           from perClass in labels
           where perClass is null ? method.TakesAllLabels : method.TakesFewLabels
           from seed in Seeds(method, perClass, seeds)
           select new Experiment(dataSet, method.Name, perClass, seed),
    ];

    private static IEnumerable<int> Seeds(IMethod method, int? perClass, IReadOnlyList<int> asked)
    {
        var seeds = asked.Count > 0 ? asked : perClass is null ? SeedsOfAllLabels : SeedsOfFewLabels;
        return method.IsRandom || perClass is not null ? seeds : seeds.Take(1);
    }
}
