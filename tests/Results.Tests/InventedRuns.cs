using Results.Methods;
using Results.Runs;

namespace Results.Tests;

/// <summary>Runs that nobody made.</summary>
internal static class InventedRuns
{
    public static readonly RunModel Model = new("some-model", new string('f', 64));

    /// <param name="method">The name of the method.</param>
    /// <param name="labels">Labels per class.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="hits">Hits among the 10 rows of either class.</param>
    /// <param name="dataSet">The data set.</param>
    public static StoredRun Create(string method, int? labels, int seed, int hits, string dataSet = "one") => new()
    {
        Identity = new RunIdentity
        {
            DataSet = dataSet,
            DataSha256 = new string('0', 64),
            Method = method,
            Settings = new Dictionary<string, string>(),
            LabelsPerClass = labels,
            Seed = seed,
            Model = MethodCatalog.All.Single(known => known.Name == method).NeedsModel ? Model : null,
        },
        Split = "from the file",
        Classes = ["a|b", "<c>"],
        TrainingRows = 100,
        ValidationRows = 0,
        TestRows = 20,
        // With as many hits in both classes F1 of each is the share of hits, and so are macro-F1 and accuracy.
        Scores = new RunScores(hits / 10.0, hits / 10.0, [hits / 10.0, hits / 10.0], [[hits, 10 - hits], [10 - hits, hits]]),
        UnseenRows = 20,
        Seconds = new RunSeconds { EmbeddingPerText = 0.01, Training = 2, Prediction = 0.2 },
        Chosen = new Dictionary<string, string>(),
        Machine = new RunMachine("Some CPU", 2, 1, "Some OS", ".NET 10", "standin", "5.0.0"),
        Commit = "0123456789",
        At = new DateTimeOffset(2026, 1, 1, 0, 0, seed, TimeSpan.Zero),
    };
}
