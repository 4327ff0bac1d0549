using Microsoft.ML;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.Models;
using static Microsoft.ML.Transforms.ValueToKeyMappingEstimator;

namespace ReportClassification.Pipelines;

/// <summary>The ML.NET pipeline from a report to its class. This is all that using the library takes.</summary>
internal static class ReportPipeline
{
    /// <summary>
    /// Text → embedding by the frozen language model → classifier. Columns in: those of <see cref="Report"/>; columns out:
    /// those of <see cref="ScoredReport"/>.
    /// </summary>
    public static IEstimator<ITransformer> Create(MLContext ml, LanguageModel model, LlmEmbeddingOptions embedding, IEstimator<ITransformer> classifier) =>
        ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: KeyOrdinality.ByValue) // classes in the order of their names
            .Append(ml.Transforms.Text.LlmEmbedding(model, embedding))
            .AppendCacheCheckpoint(ml) // each text is embedded once, however often a trainer reads the data
            .Append(classifier)
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

    /// <summary>The classifier: from Features and Label to PredictedLabel and Score.</summary>
    public static IEstimator<ITransformer> Classifier(MLContext ml, Head head, LinearProbeOptions probe) => head switch
    {
        // Standardises the features and chooses its own L2.
        Head.LinearProbe => ml.MulticlassClassification.Trainers.LinearProbe(probe),

        // Any trainer of ML.NET will do.
        Head.Lbfgs => ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(),
        Head.Sdca => ml.Transforms.NormalizeMeanVariance("Features", fixZero: false) // without it SDCA takes several times as long
            .Append(ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(maximumNumberOfIterations: 50)), // its own choice is 1.5 million rows' worth
        _ => throw new ArgumentOutOfRangeException(nameof(head), head, "This head is not known."),
    };
}
