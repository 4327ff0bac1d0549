using Microsoft.ML;

namespace MLNet.LlmExtensions;

/// <summary>Adds linear probes to <c>ml.MulticlassClassification.Trainers</c> and <c>ml.BinaryClassification.Trainers</c>.</summary>
public static class LinearProbeCatalog
{
    /// <summary>
    /// A linear probe on embeddings for several classes: standardised features, no L1 regularisation, L2 regularisation chosen by
    /// cross-validation on the training rows.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label, a key.</param>
    /// <param name="featureColumnName">The features, a vector of single-precision numbers of known size.</param>
    /// <returns>The estimator.</returns>
    /// <example>
    /// <code>
    /// var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
    ///     .Append(ml.Transforms.Text.LlmEmbedding("Features", "Text", model))
    ///     .Append(ml.MulticlassClassification.Trainers.LinearProbe())
    ///     .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
    /// </code>
    /// </example>
    public static LinearProbeMulticlassEstimator LinearProbe(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features") =>
        LinearProbe(catalog, new LinearProbeOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>A linear probe on embeddings for several classes.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The columns and how the probe is trained.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentException">An option has a value that cannot be used. The message names it.</exception>
    public static LinearProbeMulticlassEstimator LinearProbe(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, LinearProbeOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new LinearProbeMulticlassEstimator(options.Check(nameof(options)));
    }

    /// <summary>
    /// A linear probe on embeddings for yes or no: standardised features, no L1 regularisation, L2 regularisation chosen by
    /// cross-validation on the training rows.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label, a Boolean.</param>
    /// <param name="featureColumnName">The features, a vector of single-precision numbers of known size.</param>
    /// <returns>The estimator.</returns>
    /// <example>
    /// <code>
    /// var pipeline = ml.Transforms.Text.LlmEmbedding("Features", "Text", model)
    ///     .Append(ml.BinaryClassification.Trainers.LinearProbe("IsUrgent"));
    /// </code>
    /// </example>
    public static LinearProbeBinaryEstimator LinearProbe(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features") =>
        LinearProbe(catalog, new LinearProbeOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>A linear probe on embeddings for yes or no.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The columns and how the probe is trained.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentException">An option has a value that cannot be used. The message names it.</exception>
    public static LinearProbeBinaryEstimator LinearProbe(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, LinearProbeOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new LinearProbeBinaryEstimator(options.Check(nameof(options)));
    }
}
