using Microsoft.ML;
using Microsoft.ML.AutoML;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Tests.Support;

namespace MLNet.LlmExtensions.AutoML.Tests;

/// <summary>Data and pipelines to sweep over.</summary>
internal static class Sweep
{
    public static MLContext Ml { get; } = new(1);

    public static IDataView Train { get; } = Ml.Data.LoadFromEnumerable(Reports.Create(60));

    public static IDataView Validation { get; } = Ml.Data.LoadFromEnumerable(Reports.Create(40, seed: 2));

    public static int DistinctTexts { get; } = Reports.Create(60).Concat(Reports.Create(40, seed: 2)).Select(report => report.Text).Distinct().Count();

    public static IEstimator<ITransformer> Keys => Ml.Transforms.Conversion.MapValueToKey("Label");

    public static LlmEmbeddingOptions Options(EmbeddingCache? cache = null) => new()
    {
        Embedder = ReportModel.OnCpu with { Cache = cache },
    };

    /// <summary>Embedding and head, of which the head alone is swept over unless told otherwise.</summary>
    public static SweepablePipeline Frozen(LanguageModel model, EmbeddingCache? cache = null, LlmEmbeddingSearchSpace? search = null) => Keys
        .Append(Ml.Auto().LlmEmbedding(model, Options(cache), search ?? new LlmEmbeddingSearchSpace()))
        .Append(Ml.Auto().LinearProbe(new LinearProbeOptions { MaximumThreads = 1 }));

    public static AutoMLExperiment Experiment(TextClassificationTrialRunner runner, int trials) => Ml.Auto()
        .CreateExperiment(new AutoMLExperiment.AutoMLExperimentSettings { Seed = 3 })
        .SetTextClassification(runner)
        .SetRandomSearchTuner(3)
        .SetMaxModelToExplore(trials);
}
