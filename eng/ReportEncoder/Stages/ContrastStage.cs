using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Training;
using ReportEncoder.Data;
using ReportEncoder.HardNegatives;
using ReportEncoder.HardNegatives.Mining;

namespace ReportEncoder.Stages;

/// <summary>Contrastive training on the pairs of the mixture, neighbouring passages and hard negatives.</summary>
internal sealed class ContrastStage(WorkFolder work, Action<string> log)
{
    // For the trainer's own measurements; the data sets' dev rows say more.
    private const int ValidationPairs = 2048;

    /// <summary>Shares of the hard negatives, by kind.</summary>
    private static readonly IReadOnlyDictionary<string, double> KindWeights = new Dictionary<string, double>
    {
        ["negation"] = 0.35, ["laterality"] = 0.2, ["value"] = 0.25, [TripleMiner.Kind] = 0.2,
    };

    public void Run(TrainingRun run, double hardShare, double temperature)
    {
        if (work.Has(run.To))
        {
            log($"'{work.Model(run.To)}' exists already.");
            return;
        }

        log("Reading the pairs.");
        var pairs = PairMixture.Compose(Sources(hardShare, run.Seed), checked((run.Steps * run.BatchSize) + ValidationPairs), run.Seed);
        var held = Held(pairs);
        SentencePair[] training = [.. pairs.Where(pair => !held.Contains(pair))];
        using var stop = run.StopSource();
        var trainer = new SentenceEmbeddingTrainer(LanguageModel.FromPretrained(work.Model(run.From)), run.Apply(new SentenceTrainingOptions
        {
            Pooling = PoolingMode.Mean,
            MaximumLength = run.MaximumLength,
            Temperature = temperature,
            LearningRate = run.LearningRate,
        }, work, log, stop.Token));
        var result = trainer.Train(training, [.. held]);
        result.Model.Save(work.Model(run.To));
        work.WriteRecord(run.To, TrainingRecord.Of("contrastive training", result.History, run));
        log($"{result.History.EndReason}: '{work.Model(run.To)}' is ready.");
    }

    /// <summary>
    /// Some of the pairs, all of them different and equally far apart, so that every source is measured. A pair that the
    /// mixture repeats is held back in all its places.
    /// </summary>
    private static HashSet<SentencePair> Held(IReadOnlyList<SentencePair> pairs)
    {
        var every = Math.Max(20, pairs.Count / ValidationPairs);
        return [.. Enumerable.Range(0, pairs.Count / every).Select(i => pairs[i * every])];
    }

    private IEnumerable<(IReadOnlyList<SentencePair> Pairs, double Weight)> Sources(double hardShare, int seed)
    {
        var softShare = 1 - hardShare;
        var mixtureWeight = TrainingMixture.Sources.Sum(s => s.PairWeight + s.PassageWeight);
        var pairs = JsonLines.Read<PairRow>(work.Pairs).ToLookup(
            row => row.Source, row => new SentencePair(row.Text, row.Positive) { Source = row.Source });
        var documents = JsonLines.Read<TextRow>(work.Texts)
            .Where(row => TrainingMixture.Sources.Any(s => s.Name == row.Source && s.PassageWeight > 0))
            .ToLookup(row => row.Source, row => row.Text);
        foreach (var source in TrainingMixture.Sources)
        {
            yield return ([.. pairs[source.Name]], softShare * source.PairWeight / mixtureWeight);
            if (source.PassageWeight > 0)
                yield return (Passages(source, documents[source.Name], seed), softShare * source.PassageWeight / mixtureWeight);
        }

        foreach (var kind in JsonLines.Read<Triple>(work.Triples).GroupBy(triple => triple.Kind))
        {
            yield return ([.. kind.Select(triple => new SentencePair(triple.Text, triple.Positive)
            {
                Negative = triple.Negative, Source = "hard " + triple.Kind, Group = triple.Meaning,
            })], hardShare * KindWeights[kind.Key]);
        }
    }

    private static SentencePair[] Passages(Source source, IEnumerable<string> documents, int seed) =>
        [.. SentencePairs.FromDocuments(documents, seed: seed).Select(pair => pair with { Source = source.Name + " passages" })];
}
