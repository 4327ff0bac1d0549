using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Support;
using static MLNet.LlmExtensions.AutoML.Tests.Sweep;

namespace MLNet.LlmExtensions.AutoML.Tests;

public sealed class SweepableTests(ReportModel fixture) : IClassFixture<ReportModel>
{
    [Fact]
    public void A_trial_sets_the_options_of_an_embedding()
    {
        var sweepable = Ml.Auto().LlmEmbedding(fixture.Model, Options(), new LlmEmbeddingSearchSpace
        {
            Readouts = [[new(PoolingMode.Mean)], [new(PoolingMode.Max, Layer: 1), new(Dimensions: 4)]],
            Dimensions = [8, 20],
            MaximumLengths = [16, 32],
            Prompts = ["", "left "],
        });

        var first = Embedding(sweepable, sweepable.SearchSpace.SampleFromFeatureSpace(sweepable.SearchSpace.Default));
        var last = Embedding(sweepable, sweepable.SearchSpace.SampleFromFeatureSpace([.. sweepable.SearchSpace.Default.Select(_ => 1.0)]));

        Assert.Equal([new EmbeddingReadout(PoolingMode.Mean)], first.Readouts);
        Assert.Equal([new EmbeddingReadout(PoolingMode.Max, 1), new EmbeddingReadout(null, null, 4)], last.Readouts);
        Assert.Equal((8, 16, ""), (first.Dimensions, first.MaximumLength, first.Prompt));
        Assert.Equal((20, 32, "left "), (last.Dimensions, last.MaximumLength, last.Prompt));
        Assert.Equal(["Dimensions", "MaximumLength", "Prompt", "Readout"], sweepable.SearchSpace.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_has_one_value_is_set_without_being_searched()
    {
        var sweepable = Ml.Auto().LlmEmbedding(
            fixture.Model, Options(), new LlmEmbeddingSearchSpace { Readouts = [[new(PoolingMode.Max, Layer: 1)]], Dimensions = [8, 4] });

        var options = Embedding(sweepable, sweepable.SearchSpace.SampleFromFeatureSpace(sweepable.SearchSpace.Default));

        Assert.Equal(["Dimensions"], sweepable.SearchSpace.Keys);
        Assert.Equal(new EmbeddingReadout(PoolingMode.Max, 1), Assert.Single(options.Readouts));
        Assert.Equal(8, options.Dimensions);
    }

    [Fact]
    public void What_is_not_swept_over_stays_as_the_options_say()
    {
        var sweepable = Ml.Auto().LlmEmbedding(
            fixture.Model,
            Options() with { OutputColumnName = "Vector", Embedder = ReportModel.OnCpu with { Normalize = true } },
            new LlmEmbeddingSearchSpace { Readouts = [[new(PoolingMode.Max)], [new(PoolingMode.Cls)]] });

        var transformer = Transformer(sweepable, sweepable.SearchSpace.SampleFromFeatureSpace(sweepable.SearchSpace.Default));

        Assert.Equal("Vector", transformer.Options.OutputColumnName);
        Assert.True(transformer.Options.Embedder.Normalize);
        Assert.NotNull(transformer.Options.Embedder.Cache);
    }

    [Fact]
    public void Language_models_are_told_apart_by_their_folders()
    {
        var other = LanguageModel.FromPretrained(MLNet.LlmExtensions.Tests.Shared.TinyBert.Create(
            Path.Combine(Path.GetDirectoryName(fixture.Folder)!, "other-bert"), seed: 12, hidden: 20));
        var sweepable = Ml.Auto().LlmEmbedding([fixture.Model, other], Options());

        Assert.Same(fixture.Model, Transformer(sweepable, sweepable.SearchSpace.SampleFromFeatureSpace([0.0])).Model);
        Assert.Same(other, Transformer(sweepable, sweepable.SearchSpace.SampleFromFeatureSpace([1.0])).Model);
        Assert.Contains("called", Assert.Throws<ArgumentException>(() => Ml.Auto().LlmEmbedding([other, other])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_space_of_a_model_has_its_own_pooling_first()
    {
        var space = LlmEmbeddingSearchSpace.For(fixture.Model);

        Assert.Equal([new EmbeddingReadout(fixture.Model.EmbeddingSettings.Pooling)], space.Readouts[0]);
        Assert.Contains(space.Readouts, choice => choice.All(readout => readout.Layer == fixture.Model.Configuration.LayerCount - 1));
        Assert.Contains(space.Readouts, choice => choice.Count > 1);
        Assert.NotNull(Ml.Auto().LlmEmbedding(fixture.Model, Options(), space)); // no two of one name
    }

    [Fact]
    public void The_space_of_an_exported_graph_has_what_the_graph_can_give()
    {
        using var folder = new MLNet.LlmExtensions.Tests.Shared.TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(fixture.Folder).Where(file => Path.GetExtension(file) != ".safetensors"))
        {
            File.Copy(file, folder.File(Path.GetFileName(file)));
        }

        fixture.Model.BuildGraph(new GraphOptions { Output = GraphOutput.LastHiddenState }).Save(folder.File("model.onnx"));
        var hidden = LlmEmbeddingSearchSpace.For(LanguageModel.FromPretrained(folder.Path));
        fixture.Model.BuildGraph().Save(folder.File("model.onnx"));
        var pooled = LlmEmbeddingSearchSpace.For(LanguageModel.FromPretrained(folder.Path));

        Assert.Contains(hidden.Readouts, choice => choice.Count > 1);
        Assert.All(hidden.Readouts, choice => Assert.All(choice, readout => Assert.Null(readout.Layer)));
        Assert.Empty(pooled.Readouts);
    }

    [Fact]
    public void Choices_of_readouts_that_cannot_be_told_apart_are_refused()
    {
        foreach (var readouts in (IReadOnlyList<IReadOnlyList<EmbeddingReadout>>[])[[[]], [[new()], [new()]], [[null!]]])
        {
            Assert.Contains("Readouts", Assert.Throws<ArgumentException>(
                () => Ml.Auto().LlmEmbedding(fixture.Model, Options(), new LlmEmbeddingSearchSpace { Readouts = readouts })).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Ranges_are_searched_by_their_logarithm_and_begin_in_the_middle()
    {
        var probe = Ml.Auto().LinearProbe(search: new LinearProbeSearchSpace { L2Regularization = (1, 10_000), ClassWeightings = [] });
        var lora = Ml.Auto().LoraTextClassification(fixture.Model, search: new LoraSearchSpace { LearningRate = (1e-4, 1e-2) });

        Assert.Equal(100, probe.SearchSpace.SampleFromFeatureSpace(probe.SearchSpace.Default)["L2Regularization"].AsType<double>(), 1e-3);
        Assert.Equal(1e-3, lora.SearchSpace.SampleFromFeatureSpace(lora.SearchSpace.Default)["LearningRate"].AsType<double>(), 1e-7);
        Assert.Equal(
            ["AlphaRatio", "Dropout", "Epochs", "LearningRate", "Rank"], lora.SearchSpace.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_layers_are_swept_over_without_what_is_LoRAs_own()
    {
        var options = new LoraTextClassificationOptions { Method = TransferMethod.Full, Device = DevicePreference.Cpu, Threads = 1 };
        var sweepable = Ml.Auto().LoraTextClassification(
            fixture.Model, options, LoraSearchSpace.ForAllLayers(fixture.Model) with { Epochs = [1, 2], MaximumLengths = [16, 32] });
        var keyed = Keys.Fit(Train).Transform(Train);

        Assert.Equal(["Epochs", "LearningRate", "MaximumLength"], sweepable.SearchSpace.Keys.Order(StringComparer.Ordinal));
        foreach (var (place, length) in new[] { (0.0, 16), (1.0, 32) })
        {
            var parameter = sweepable.SearchSpace.SampleFromFeatureSpace([.. sweepable.SearchSpace.Default.Select(_ => place)]);
            using var trained = (LoraTextClassificationTransformer)sweepable.BuildFromOption(Ml, parameter).Fit(keyed);
            Assert.Equal((TransferMethod.Full, length), (trained.Model.Configuration.Method, trained.Model.MaximumLength));
        }

        // The model is so narrow that the default rate has its largest factor, 4.
        Assert.Equal((4 * 5e-5, 16 * 5e-5), LoraSearchSpace.ForAllLayers(fixture.Model).LearningRate);
    }

    [Fact]
    public void A_wrong_range_or_option_is_named()
    {
        Assert.Contains("L2Regularization", Assert.Throws<ArgumentException>(
            () => Ml.Auto().LinearProbe(search: new LinearProbeSearchSpace { L2Regularization = (3, 2) })).Message, StringComparison.Ordinal);
        Assert.Contains("LearningRate", Assert.Throws<ArgumentException>(
            () => Ml.Auto().LoraTextClassification(fixture.Model, search: new LoraSearchSpace { LearningRate = (0, 2) })).Message, StringComparison.Ordinal);
        Assert.Contains("Folds", Assert.Throws<ArgumentException>(
            () => Ml.Auto().LinearProbe(new LinearProbeOptions { Folds = 1 })).Message, StringComparison.Ordinal);
        Assert.Contains("OutputColumnName", Assert.Throws<ArgumentException>(
            () => Ml.Auto().LlmEmbedding(fixture.Model, new LlmEmbeddingOptions { OutputColumnName = "" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MLNets_own_runner_takes_the_estimators_as_well()
    {
        using var cache = new EmbeddingCache();
        var best = Ml.Auto().CreateExperiment(new AutoMLExperiment.AutoMLExperimentSettings { Seed = 1 })
            .SetPipeline(Frozen(fixture.Model, cache))
            .SetDataset(Train, Validation)
            .SetMulticlassClassificationMetric(MulticlassClassificationMetric.MacroAccuracy, "Label")
            .SetMaxModelToExplore(4)
            .Run();

        Assert.True(best.Metric > 0.8, $"{best.Metric}");
        Assert.Equal(DistinctTexts, cache.Statistics.Misses);
    }

    [Fact]
    public void Yes_or_no_is_swept_over_too()
    {
        var pipeline = Ml.Auto().LlmEmbedding(fixture.Model, Options(), new LlmEmbeddingSearchSpace())
            .Append(Ml.Auto().BinaryLinearProbe(new LinearProbeOptions { LabelColumnName = "IsAbnormal", MaximumThreads = 1 }));
        var runner = new TextClassificationTrialRunner(Ml, pipeline, Train, Validation, new SweepOptions { LabelColumnName = "IsAbnormal" });

        var best = Experiment(runner, 3).Run();

        Assert.True(best.Metric > 0.8, $"{best.Metric}");
        Assert.Equal(3, runner.Trials.Count);
    }

    private static TextEmbedderOptions Embedding(SweepableEstimator sweepable, Parameter parameter) => Transformer(sweepable, parameter).Options.Embedder;

    private static LlmEmbeddingTransformer Transformer(SweepableEstimator sweepable, Parameter parameter) =>
        (LlmEmbeddingTransformer)sweepable.BuildFromOption(Ml, parameter).Fit(Train);
}
