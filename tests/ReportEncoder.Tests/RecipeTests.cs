using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Training;
using ReportEncoder.Data;
using ReportEncoder.Stages;

namespace ReportEncoder.Tests;

public sealed class RecipeTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("recipe-").FullName;

    [Fact]
    public void All_stages_together_make_a_model_that_the_library_opens()
    {
        string corpora = At("corpora"), data = At("data"), output = At("report-encoder-tiny");
        TinyCorpus.Write(corpora, data);
        var (work, lines) = (new WorkFolder(At("work")), new List<string>());

        new PrepareStage(work, lines.Add).Run(corpora, data, vocabularySize: 300, triplesPerKind: 60, minedTriples: 60, seed: 1);
        new NewModelStage(work, lines.Add).Run("new", new NewBert { LayerCount = 1, HiddenSize = 32, HeadCount = 2, MaximumPositions = 64 }, cooccurrence: true, seed: 1);
        new PretrainStage(work, lines.Add).Run(Run("new", "pretrained"), maskProbability: 0.15);
        new ContrastStage(work, lines.Add).Run(Run("pretrained", "contrasted"), hardShare: 0.4, temperature: 0.05);
        var scores = new EvaluateStage(work, lines.Add).Run("contrasted", data, draws: 1);
        new ExportStage(work, lines.Add).Run("contrasted", corpora, output, maximumLength: 48);

        Assert.Equal(15, scores.Probes.Count);
        Assert.Equal(4, scores.Sanity.Count);
        Assert.Contains(JsonLines.Read<PairRow>(work.Pairs), pair => pair.Source == "medquad");
        Assert.Equal(4, work.ReadRecord<PreparedRecord>(PrepareStage.Name).Triples.Count);
        Assert.Equal(6, work.ReadRecord<TrainingRecord>("contrasted").Steps);
        using var embedder = new TextEmbedder(LanguageModel.FromPretrained(output));
        Assert.Equal(48, embedder.MaximumLength);
        Assert.Contains("\"model_max_length\": 48", File.ReadAllText(Path.Combine(output, "tokenizer_config.json")), StringComparison.Ordinal);
        var vector = embedder.Embed("The heart is normal.");
        Assert.Equal(32, vector.Length);
        Assert.Equal(1, vector.Sum(x => x * x), 1e-4f);
        var card = File.ReadAllText(Path.Combine(output, "README.md"));
        Assert.Contains("masked language modelling", card, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", card, StringComparison.Ordinal);

        // A stage that is done is not done again.
        lines.Clear();
        new PretrainStage(work, lines.Add).Run(Run("new", "pretrained"), maskProbability: 0.15);
        Assert.Contains("exists already", Assert.Single(lines), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string At(string name) => Path.Combine(_root, name);

    private static TrainingRun Run(string from, string to) => new()
    {
        From = from, To = to, Steps = 6, LearningRate = 1e-3, BatchSize = 8, MaximumLength = 32, CheckpointInterval = 3, Device = DevicePreference.Cpu,
    };
}
