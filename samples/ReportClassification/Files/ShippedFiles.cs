namespace ReportClassification.Files;

/// <summary>Finds what comes with the sample: beside the program, or in the repository that it is run from.</summary>
internal static class ShippedFiles
{
    private const string ModelName = "report-encoder-small";

    /// <summary>The synthetic reports.</summary>
    public static string SyntheticReports() =>
        Find(["data/synthetic-reports.jsonl", "samples/ReportClassification/data/synthetic-reports.jsonl"], File.Exists)
        ?? throw new UserErrorException("The synthetic reports are not beside the program, and no folder above is the repository. Name a file with --data.");

    /// <summary>The folder of the small language model.</summary>
    public static string LanguageModel() =>
        Find(["models/" + ModelName], folder => File.Exists(Path.Combine(folder, "config.json")))
        ?? throw new UserErrorException($"The folder models/{ModelName} is not beside the program, and no folder above has it. Name a model's folder with --model.");

    private static string? Find(string[] names, Func<string, bool> exists) =>
        Ancestors(AppContext.BaseDirectory).Concat(Ancestors(Directory.GetCurrentDirectory()))
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(exists);

    private static IEnumerable<string> Ancestors(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            yield return folder.FullName;
    }
}
