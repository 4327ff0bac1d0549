using MLNet.LlmExtensions.Tests.Shared;
using Results.Runs;

namespace Results.Tests;

public sealed class ResultsPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ResultsPageTests()
    {
        Directory.CreateDirectory(_folder.File("data"));
        File.WriteAllText(_folder.File("data/BASELINES.md"), BaselineFileTests.Text);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task MeansDeviationsAndTimesAreThere()
    {
        var page = await Page([InventedRuns.Create("frozen", null, 1, 8), InventedRuns.Create("frozen", null, 2, 9), InventedRuns.Create("frozen", null, 3, 10)]);

        // 2 s of training and 100 rows of 10 ms; 0.2 s for 20 rows and 10 ms.
        Assert.Contains("| frozen + LinearProbe (some-model) | 0.9000 ± 0.1000 | **0.9000 ± 0.1000** | 3.00 | 20.0 |", page, StringComparison.Ordinal);
        Assert.Contains("| p plain (y=0.1) | 0.8000 | 0.7500 | – | – |", page, StringComparison.Ordinal);
        Assert.Contains("seeds 1, 2, 3; commit 0123456789; Some CPU, 1 of 2 processors, standin packages.", page, StringComparison.Ordinal);
        Assert.Contains("measure --data-sets one --labels all`", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BoldIsBetterThanTheBestBaselineOfTheCellAndNotAsGood()
    {
        var page = await Page([InventedRuns.Create("frozen", null, 1, 9), InventedRuns.Create("frozen", 8, 1, 7), InventedRuns.Create("lora", null, 1, 7)]);

        Assert.Contains("(some-model) (1 of 3 seeds) | 0.9000 | **0.9000** |", page, StringComparison.Ordinal); // q has 0.9000 and 0.7000
        Assert.Contains("| LoRA (some-model) (1 of 3 seeds) | 0.7000 | 0.7000 |", page, StringComparison.Ordinal);
        Assert.Contains("| frozen + LinearProbe (some-model) | **0.7000** (1 of 5 seeds) | missing | missing | missing |", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatHasNotBeenMeasuredIsShownAsMissing()
    {
        var page = await Page([InventedRuns.Create("majority", null, 1, 5)]);

        Assert.Contains("| LoRA | missing | missing | missing | missing |", page, StringComparison.Ordinal);
        Assert.Contains("Not measured yet: `dotnet run -c Release --project eng/Results -- measure --data-sets one --labels 8,16,32,64`.", page, StringComparison.Ordinal);
        Assert.Contains("| majority | 0.5000 | 0.5000 |", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VariantsAreShownWhereTheyWereRunAndMissedNowhere()
    {
        var page = await Page([InventedRuns.Create("majority", null, 1, 5), InventedRuns.Create("head", null, 1, 5, "two")]);

        var (one, two) = (page[..page.IndexOf("## two", StringComparison.Ordinal)], page[page.IndexOf("## two", StringComparison.Ordinal)..]);
        Assert.DoesNotContain("| head alone", one, StringComparison.Ordinal);
        Assert.Contains("| head alone (some-model) (1 of 3 seeds) | 0.5000 |", two, StringComparison.Ordinal);
        Assert.Contains("measure --data-sets two --labels all --methods majority,frozen,frozen-int8,frozen-mean-max,head,lora,full`", two, StringComparison.Ordinal);
        Assert.DoesNotContain("all layers, max pooling", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CellsThatDoNotBeatTheBestBaselineAreListed()
    {
        var page = await Page([InventedRuns.Create("frozen", null, 1, 6), InventedRuns.Create("frozen", 8, 1, 9), InventedRuns.Create("frozen", 16, 1, 6)]);

        Assert.Contains("- one, all labels: macro-F1 0.6000 by frozen + LinearProbe (some-model), 0.7500 by baseline p.", page, StringComparison.Ordinal);
        Assert.Contains("- one, 16 labels per class: macro-F1 0.6000 by frozen + LinearProbe (some-model), 0.6500 ± 0.0300 by baseline p.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("- one, 8 labels", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NamesFromFilesCannotBreakTables()
    {
        var model = new RunModel("a|b*<i>", new string('e', 64));
        var run = InventedRuns.Create("frozen", null, 1, 6);

        var page = await Page([run with { Identity = run.Identity with { Model = model } }]);

        Assert.Contains("(a\\|b\\*&lt;i&gt;)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunsWithOlderSettingsAreNotMixedIn()
    {
        var older = InventedRuns.Create("frozen", null, 1, 2);
        older = older with { Identity = older.Identity with { Settings = new Dictionary<string, string> { ["old"] = "yes" } }, At = older.At.AddDays(-1) };

        var page = await Page([older, InventedRuns.Create("frozen", null, 1, 9), InventedRuns.Create("frozen", null, 2, 9), InventedRuns.Create("frozen", null, 3, 9)]);

        Assert.Contains("| frozen + LinearProbe (some-model) | 0.9000 ± 0.0000 |", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PubMedQaStandsBesidePublishedFigures()
    {
        var page = await Page([InventedRuns.Create("majority", null, 1, 5, "pubmedqa"), InventedRuns.Create("majority", null, 1, 5, "pubmedqa_last500")]);

        Assert.Contains("| Dr.LLaMA: BioGPT-Large, LoRA | 0.638 | 0.391 |", page, StringComparison.Ordinal);
        Assert.Contains("| a person | 0.780 | – |", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSameRunsGiveTheSameBytesAndStalePicturesGo()
    {
        StoredRun[] runs = [InventedRuns.Create("frozen", 8, 1, 6), InventedRuns.Create("frozen", null, 1, 6)];
        var first = await Page(runs);
        var pictures = Pictures();
        File.WriteAllText(_folder.File("docs/results/stale.svg"), "");

        Assert.Equal(first, await Page([.. runs.Reverse()]));
        Assert.Equal(pictures, Pictures());
        Assert.Equal(["one-confusion-frozen-some-model.svg", "one-learning-curve.svg"], pictures.Keys.Order(StringComparer.Ordinal));
        Assert.All(pictures.Keys, name => Assert.Contains($"](results/{name})", first, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AMethodStandsOnlyInTablesThatItIsFor()
    {
        var page = await Page([InventedRuns.Create("setfit", 8, 1, 6), InventedRuns.Create("full", null, 1, 6)]);

        var (all, few) = (page.IndexOf("### All labels", StringComparison.Ordinal), page.IndexOf("### Few labels", StringComparison.Ordinal));
        Assert.Contains("| SetFit (some-model) |", page[few..], StringComparison.Ordinal);
        Assert.DoesNotContain("| SetFit", page[all..few], StringComparison.Ordinal);
        Assert.Contains("| all layers (some-model)", page[all..few], StringComparison.Ordinal);
        Assert.DoesNotContain("| all layers", page[few..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAcceleratorIsNamedWhereTrainingRanOnOne()
    {
        var run = InventedRuns.Create("full", null, 1, 6);

        var page = await Page([run with { Machine = run.Machine with { Accelerator = "Some GPU" } }]);

        Assert.Contains("trained on Some GPU, predicted on Some CPU, 1 of 2 processors", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileThatIsNoRunIsNamed()
    {
        Directory.CreateDirectory(_folder.File("work/runs"));
        File.WriteAllText(_folder.File("work/runs/broken.json"), "{}");
        using var error = new StringWriter();

        Assert.Equal(1, await Run(error));
        Assert.Contains("broken.json' is no stored run", error.ToString(), StringComparison.Ordinal);
    }

    private async Task<string> Page(IReadOnlyList<StoredRun> runs)
    {
        var store = new RunStore(_folder.File("work"));
        foreach (var run in runs)
            store.Add(run);
        using var error = new StringWriter();
        Assert.True(await Run(error) == 0, error.ToString());
        return File.ReadAllText(_folder.File("docs/RESULTS.md"));
    }

    private async Task<int> Run(TextWriter error) => await Application.RunAsync(
        ["page", "--data", _folder.File("data"), "--work", _folder.File("work"), "--out", _folder.File("docs/RESULTS.md")],
        TextWriter.Null,
        error,
        TestContext.Current.CancellationToken);

    private Dictionary<string, string> Pictures() =>
        Directory.GetFiles(_folder.File("docs/results"), "*.svg").ToDictionary(path => Path.GetFileName(path), File.ReadAllText);
}
