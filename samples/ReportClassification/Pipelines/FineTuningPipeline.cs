using Microsoft.ML;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.Models;
using static Microsoft.ML.Transforms.ValueToKeyMappingEstimator;

namespace ReportClassification.Pipelines;

/// <summary>The ML.NET pipeline that fine-tunes the language model itself. This is all that using the library takes.</summary>
internal static class FineTuningPipeline
{
    /// <summary>Text → fine-tuned language model with a head. Columns in: those of <see cref="Report"/>; columns out: those of <see cref="ScoredReport"/>.</summary>
    public static IEstimator<ITransformer> Create(MLContext ml, LanguageModel model, LoraTextClassificationOptions options) =>
        Keys(ml)
            .Append(ml.MulticlassClassification.Trainers.LoraTextClassification(model, options))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

    /// <summary>Trains it.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="model">The language model.</param>
    /// <param name="options">How to train.</param>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="dev">Rows to choose on, with no class that the others lack; null: some of the others are held back.</param>
    public static FineTunedReports Fit(MLContext ml, LanguageModel model, LoraTextClassificationOptions options, IDataView train, IDataView? dev)
    {
        if (dev is not null)
            options = options with { ValidationData = Keys(ml).Fit(train).Transform(dev) };
        var trained = Create(ml, model, options).Fit(train);
        return new FineTunedReports(trained, Parts(trained).OfType<LoraTextClassificationTransformer>().Single());
    }

    private static IEstimator<ITransformer> Keys(MLContext ml) =>
        ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: KeyOrdinality.ByValue); // classes in the order of their names

    private static IEnumerable<ITransformer> Parts(ITransformer trained) =>
        trained is IEnumerable<ITransformer> chain ? chain.SelectMany(Parts) : [trained];
}
