using System.Globalization;
using MLNet.LlmExtensions.Tests.Shared;
using ReportClassification;
using ReportClassification.Files;
using Results.Commands;
using Results.Experiments;
using Results.Methods;
using Results.Runs;

namespace Results.Tests;

public sealed class MeasurementTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public MeasurementTests() => SmallData.Write(_folder.File("data"), "small", SmallData.Create(train: 30, dev: 6, test: 12, ("a", 1), ("b", 1)));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AMeasurementThatWasKilledGoesOnWithTheMissingRunsAlone()
    {
        var killed = new CountingMethod { CancelledTrial = 2 };
        Assert.Throws<OperationCanceledException>(() => Measure(killed, [4, null], [1, 2]));
        var second = new CountingMethod();

        Measure(second, [4, null], [1, 2]);

        Assert.Equal(2, killed.Trials.Count);
        Assert.Equal(2, second.Trials.Count);
        Assert.Equal(4, Stored().Count);
        var third = new CountingMethod();
        Measure(third, [4, null], [1, 2]);
        Assert.Empty(third.Trials);
    }

    [Fact]
    public void OtherSettingsAreOtherRuns()
    {
        Measure(new CountingMethod("first"), [4], [1]);
        var second = new CountingMethod("second");

        Measure(second, [4], [1]);

        Assert.Single(second.Trials);
        Assert.Equal(2, Stored().Count);
    }

    [Fact]
    public void ATrialWithFewLabelsHasNothingElseOfTrainAndDev()
    {
        var method = new CountingMethod();

        Measure(method, [4, null], [1]);

        Assert.Equal((8, 0), (method.Trials[0].Train.Count, method.Trials[0].Dev.Count));
        Assert.Equal((30, 6), (method.Trials[1].Train.Count, method.Trials[1].Dev.Count));
    }

    [Fact]
    public void AStoredRunSaysAllThatThePageNeeds()
    {
        Measure(new CountingMethod(), [null], [1]);

        var run = Assert.Single(Stored());
        Assert.Equal(new Experiment("small", "counting", null, 1), run.Experiment());
        Assert.Equal(["a", "b"], run.Classes);
        Assert.Equal((0.5, 1.0 / 3), (run.Scores.Accuracy, Math.Round(run.Scores.MacroF1, 12) == Math.Round(1.0 / 3, 12) ? 1.0 / 3 : run.Scores.MacroF1));
        Assert.Equal([[6, 0], [6, 0]], run.Scores.Confusion);
        Assert.Equal((12, 12), (run.TestRows, run.UnseenRows));
        Assert.NotEmpty(run.Machine.Packages);
        Assert.Equal(64, run.Identity.DataSha256.Length);
    }

    [Fact]
    public void TheFrozenMethodEmbedsOnceAndKeepsTheVectors()
    {
        Measure(MethodCatalog.All.Single(method => method.Name == "frozen"), [4], [1, 2]);

        Assert.Equal(2, Stored().Count);
        Assert.All(Stored(), run => Assert.True(run.Seconds.EmbeddingPerText > 0));
        Assert.Single(Stored().Select(run => run.Seconds.EmbeddingPerText).Distinct());
        Assert.Equal(2, Directory.GetFiles(_folder.File("work/embeddings")).Length);
    }

    [Fact]
    public void VectorsOfOtherPrecisionStandBesideTheOthers()
    {
        foreach (var name in new[] { "frozen", "frozen-int8" })
            Measure(MethodCatalog.All.Single(method => method.Name == name), [4], [1]);

        var vectors = Directory.GetFiles(_folder.File("work/embeddings"), "*.f32").Select(File.ReadAllBytes).ToArray();
        Assert.Equal(2, vectors.Length);
        Assert.NotEqual(vectors[0], vectors[1]);
    }

    [Theory]
    [InlineData(4, 20)] // eight rows
    [InlineData(6, 20)]
    public void SetFitLearnsFromComparisonsOfAllRows(int labels, int pairs)
    {
        Measure(MethodCatalog.All.Single(method => method.Name == "setfit"), [labels, null], [1]);

        var run = Assert.Single(Stored()); // all labels are not its business
        Assert.Equal((2 * labels, 0), (run.TrainingRows, run.ValidationRows));
        Assert.Equal(((2 * labels * 2 * pairs) + 15) / 16, int.Parse(run.Chosen["steps"], CultureInfo.InvariantCulture));
        Assert.Null(run.Machine.Accelerator);
    }

    [Fact]
    public void AnUnknownDataSetIsRefusedWithThoseThatThereAre()
    {
        var settings = Settings(new CountingMethod(), [null], [1]) with { DataSets = ["large"] };

        var exception = Assert.Throws<UserErrorException>(() => new Measurement(settings, TextWriter.Null).Run(TestContext.Current.CancellationToken));

        Assert.Contains("'large'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("small", exception.Message, StringComparison.Ordinal);
    }

    private void Measure(IMethod method, IReadOnlyList<int?> labels, IReadOnlyList<int> seeds) =>
        new Measurement(Settings(method, labels, seeds), TextWriter.Null).Run(TestContext.Current.CancellationToken);

    private MeasureSettings Settings(IMethod method, IReadOnlyList<int?> labels, IReadOnlyList<int> seeds) =>
        new(_folder.File("data"), ShippedFiles.LanguageModel(), _folder.File("work"), [], [method], labels, seeds, 1, null);

    private IReadOnlyList<StoredRun> Stored() => new RunStore(_folder.File("work")).All();
}
