using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Tests.Support;
using static MLNet.LlmExtensions.AutoML.Tests.Sweep;

namespace MLNet.LlmExtensions.AutoML.Tests;

public sealed class TrialRunnerTests(ReportModel fixture) : IClassFixture<ReportModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Twenty_trials_embed_each_text_once()
    {
        using var cache = new EmbeddingCache();
        var runner = new TextClassificationTrialRunner(Ml, Frozen(fixture.Model, cache), Train, Validation);

        var best = Experiment(runner, 20).Run();

        Assert.Equal(20, runner.Trials.Count);
        Assert.Equal(DistinctTexts, cache.Statistics.Misses);
        Assert.Equal(runner.Trials.Max(trial => trial.Metric), best.Metric);
        Assert.True(best.Metric > 0.9, $"{best.Metric}");
    }

    [Fact]
    public void Layers_poolings_and_dimensions_are_embedded_together_and_lengths_apart()
    {
        using var cache = new EmbeddingCache();
        var search = LlmEmbeddingSearchSpace.For(fixture.Model) with { Dimensions = [20, 10], MaximumLengths = [16, 32] };
        var runner = new TextClassificationTrialRunner(Ml, Frozen(fixture.Model, cache, search), Train, Validation);

        _ = Experiment(runner, 20).Run();

        Assert.True(runner.Trials.Select(trial => trial.Parameter).Distinct().Count() > 10);
        Assert.DoesNotContain(runner.Trials, trial => trial.Failure is not null);
        Assert.Equal(2 * DistinctTexts, cache.Statistics.Misses);
    }

    [Fact]
    public void The_best_model_predicts_and_its_pipeline_can_learn_from_all_rows()
    {
        var runner = new TextClassificationTrialRunner(Ml, Frozen(fixture.Model), Train, Validation);
        var best = Experiment(runner, 4).Run();

        var refitted = runner.Fit(best, Ml.Data.LoadFromEnumerable(Reports.Create(100)));

        foreach (var model in (ITransformer[])[best.Model, refitted])
        {
            Assert.True(Ml.MulticlassClassification.Evaluate(model.Transform(Validation)).MacroAccuracy > 0.9);
        }
    }

    [Fact]
    public void The_best_model_of_a_sweep_that_its_time_has_ended_still_predicts()
    {
        var runner = new TextClassificationTrialRunner(Ml, Frozen(fixture.Model), Train, Validation);

        var best = Experiment(runner, 100_000).SetTrainingTimeInSeconds(3).Run();

        Assert.True(Ml.MulticlassClassification.Evaluate(best.Model.Transform(Validation)).MacroAccuracy > 0.9);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_trial_that_fails_costs_the_sweep_nothing(bool first)
    {
        var sweepable = Ml.Auto().CreateSweepableEstimator<Fragile>(
            (context, trial) => trial.Kind == "bad"
                ? throw new InvalidDataException("this one cannot be")
                : context.Transforms.CopyColumns("Copy", "Text"),
            Space(["bad", "good"]));
        var pipeline = Keys.Append(sweepable)
            .Append(Ml.Auto().LlmEmbedding(fixture.Model, Options(), new LlmEmbeddingSearchSpace()))
            .Append(Ml.Auto().LinearProbe(new LinearProbeOptions { MaximumThreads = 1 }));
        var runner = new TextClassificationTrialRunner(Ml, pipeline, Train, Validation);

        var best = Experiment(runner, 10).SetTuner(new AlternatingTuner(pipeline.SearchSpace, firstChoicesFirst: first)).Run();

        Assert.True(best.Metric > 0.9, $"{best.Metric}");
        Assert.Equal(10, runner.Trials.Count);
        Assert.Equal(5, runner.Trials.Count(trial => trial.Failure == "this one cannot be" && trial.Metric is null));
        Assert.Equal(first, runner.Trials[0].Failure is not null);
    }

    [Fact]
    public void A_sweep_that_was_ended_goes_on_where_it_was()
    {
        var whole = new TextClassificationTrialRunner(Ml, Frozen(fixture.Model), Train, Validation);
        _ = Experiment(whole, 8).Run();
        var journal = _folder.File("sweep.jsonl");

        _ = Experiment(Journaled(journal), 3).Run();
        File.AppendAllText(journal, "{\"Parameter\":\"half of a li");
        var resumed = Journaled(journal);
        var best = Experiment(resumed, 8).Run();

        Assert.Equal([true, true, true, false, false, false, false, false], resumed.Trials.Select(trial => trial.IsFromJournal));
        Assert.Equal(whole.Trials.Select(trial => (trial.Id, trial.Parameter, trial.Metric)), resumed.Trials.Select(trial => (trial.Id, trial.Parameter, trial.Metric)));
        Assert.Equal(whole.Trials.Max(trial => trial.Metric), best.Metric);
        Assert.True(Ml.MulticlassClassification.Evaluate(resumed.Fit(best, Train).Transform(Validation)).MacroAccuracy > 0.9);
    }

    [Fact]
    public void A_journal_of_another_sweep_is_refused()
    {
        var journal = _folder.File("sweep.jsonl");
        _ = Experiment(Journaled(journal), 1).Run();

        foreach (var other in (Func<object>[])[
            () => new TextClassificationTrialRunner(Ml, Frozen(fixture.Model), Validation, Train, new SweepOptions { JournalPath = journal }),
            () => new TextClassificationTrialRunner(Ml, Frozen(fixture.Model), Train, Validation, new SweepOptions { JournalPath = journal, Metric = SweepMetric.Accuracy }),
            () => new TextClassificationTrialRunner(
                Ml, Frozen(fixture.Model, null, new LlmEmbeddingSearchSpace { Readouts = [[new(Layer: 1)], [new(Layer: 2)]] }), Train, Validation, new SweepOptions { JournalPath = journal })])
        {
            Assert.Contains("another sweep", Assert.Throws<InvalidOperationException>(other).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_damaged_journal_is_named()
    {
        var journal = _folder.File("sweep.jsonl");
        _ = Experiment(Journaled(journal), 2).Run();
        var lines = File.ReadAllLines(journal);
        File.WriteAllLines(journal, [lines[0], "no JSON", lines[1]]);

        Assert.Contains("sweep.jsonl", Assert.Throws<InvalidDataException>(() => Journaled(journal)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_a_sweep_ends_a_long_training()
    {
        var options = new LoraTextClassificationOptions { Device = DevicePreference.Cpu, Threads = 1, ValidationFraction = 0 };
        var pipeline = Keys.Append(Ml.Auto().LoraTextClassification(fixture.Model, options, new LoraSearchSpace { Epochs = [100_000] }));
        var runner = new TextClassificationTrialRunner(Ml, pipeline, Train, Validation);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2));

        var running = Experiment(runner, 5).RunAsync(stop.Token);

        _ = await Assert.ThrowsAnyAsync<Exception>(() => running.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        Assert.True(running.IsCompleted);
        Assert.Empty(runner.Trials);
    }

    [Fact]
    public void Fine_tuning_and_frozen_embeddings_are_compared_in_one_sweep()
    {
        var lora = new LoraTextClassificationOptions
        {
            Device = DevicePreference.Cpu, Threads = 1, ValidationFraction = 0, MaximumSteps = 10, HeadLearningRate = 0.1,
            Prediction = new() { Classifier = new() { Device = DevicePreference.Cpu, IntraOpThreads = 1 } },
        };
        var pipeline = Keys
            .Append(Ml.Auto().LlmEmbedding(fixture.Model, Options(), new LlmEmbeddingSearchSpace()))
            .Append(
                Ml.Auto().LoraTextClassification(fixture.Model, lora, new LoraSearchSpace { Ranks = [2, 4], Epochs = [1], LearningRate = (1e-3, 1e-2) }),
                Ml.Auto().LinearProbe(new LinearProbeOptions { MaximumThreads = 1 }));
        var runner = new TextClassificationTrialRunner(Ml, pipeline, Train, Validation);

        var best = Ml.Auto().CreateExperiment(new AutoMLExperiment.AutoMLExperimentSettings { Seed = 5 })
            .SetTextClassification(runner).SetRandomSearchTuner(5).SetMaxModelToExplore(8).Run();

        Assert.All(runner.Trials, trial => Assert.Null(trial.Failure));
        Assert.Contains(runner.Trials, trial => trial.Metric != best.Metric);
        Assert.True(best.Metric > 0.9, $"{best.Metric}");
    }

    [Theory]
    [InlineData("LabelColumnName")]
    [InlineData("PredictedLabelColumnName")]
    [InlineData("JournalPath")]
    [InlineData("Metric")]
    public void A_wrong_option_is_named(string option)
    {
        var options = option switch
        {
            "LabelColumnName" => new SweepOptions { LabelColumnName = "" },
            "PredictedLabelColumnName" => new() { PredictedLabelColumnName = "" },
            "JournalPath" => new() { JournalPath = " " },
            _ => new() { Metric = (SweepMetric)9 },
        };

        Assert.Contains(option, Assert.Throws<ArgumentException>(
            () => new TextClassificationTrialRunner(Ml, Frozen(fixture.Model), Train, Validation, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Macro_f1_counts_every_class_alike()
    {
        // Of class a 3 of 4 are found and one b is taken for it; c is never hit.
        var data = Ml.Data.LoadFromEnumerable(new[]
        {
            Row("a", 1, 0, 0), Row("a", 1, 0, 0), Row("a", 1, 0, 0), Row("a", 0, 1, 0), Row("b", 1, 0, 0), Row("b", 0, 1, 0), Row("c", 0, 1, 0),
        });
        var scored = Ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(Ml.Transforms.Conversion.MapValueToKey("PredictedLabel", "Predicted", keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue))
            .Fit(data).Transform(data);

        var named = Ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(scored).Transform(scored);

        // F1: a 2·3/(4+4) = 0.75; b 2·1/(2+3) = 0.4; c 0.
        Assert.Equal((0.75 + 0.4 + 0) / 3, MetricReader.Read(scored, new SweepOptions()), 1e-6);
        Assert.Equal((0.75 + 0.4 + 0) / 3, MetricReader.Read(named, new SweepOptions()), 1e-6);
        Assert.Equal(4.0 / 7, MetricReader.Read(scored, new SweepOptions { Metric = SweepMetric.Accuracy }), 1e-6);

        static Labelled Row(string label, params float[] score) => new() { Label = label, Score = score, Predicted = "abc"[Array.IndexOf(score, 1f)].ToString() };
    }

    public void Dispose() => _folder.Dispose();

    private static SearchSpace<Fragile> Space(object[] choices)
    {
        var space = new SearchSpace<Fragile>();
        space.Add(nameof(Fragile.Kind), new ChoiceOption(choices));
        return space;
    }

    private TextClassificationTrialRunner Journaled(string path) =>
        new(Ml, Frozen(fixture.Model), Train, Validation, new SweepOptions { JournalPath = path });

    private sealed class Fragile
    {
        public string? Kind { get; set; }
    }

    private sealed class Labelled
    {
        public string Label { get; set; } = "";

        public string Predicted { get; set; } = "";

        [VectorType(3)]
        public float[] Score { get; set; } = [];
    }
}
