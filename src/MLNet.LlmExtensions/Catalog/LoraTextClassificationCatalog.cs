using System.Runtime.CompilerServices;
using Microsoft.ML;
using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions;

/// <summary>
/// Adds fine-tuning of language models to <c>ml.MulticlassClassification.Trainers</c> and <c>ml.BinaryClassification.Trainers</c>.
/// </summary>
public static class LoraTextClassificationCatalog
{
    /// <summary>
    /// Fine-tunes a language model to tell texts of several classes apart, by low-rank adapters
    /// (<see href="https://arxiv.org/abs/2106.09685">LoRA</see>) in every linear layer and a head.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The language model. Its files stay as they are.</param>
    /// <param name="labelColumnName">The label, a key.</param>
    /// <param name="textColumnName">The text.</param>
    /// <returns>The estimator.</returns>
    /// <example>
    /// <code>
    /// var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
    ///     .Append(ml.MulticlassClassification.Trainers.LoraTextClassification(model))
    ///     .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
    /// </code>
    /// </example>
    /// <exception cref="ArgumentException">A column's name is empty.</exception>
    public static LoraTextClassificationEstimator LoraTextClassification(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        LanguageModel model,
        string labelColumnName = "Label",
        string textColumnName = "Text") =>
        LoraTextClassification(catalog, model, Options(labelColumnName, textColumnName));

    /// <summary>Fine-tunes a language model to tell texts of several classes apart.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The language model. Its files stay as they are.</param>
    /// <param name="options">The columns, the way of transfer, how it is trained and how it predicts.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentException">An option has a value that cannot be used. The message names it.</exception>
    [OverloadResolutionPriority(1)] // so that `new() { Rank = 8 }` means options
    public static LoraTextClassificationEstimator LoraTextClassification(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        LanguageModel model,
        LoraTextClassificationOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        return new LoraTextClassificationEstimator(model, Checked(options));
    }

    /// <summary>
    /// Fine-tunes a language model to find all classes of a text, of which there may be any number, by low-rank adapters in every
    /// linear layer and a head.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The language model. Its files stay as they are.</param>
    /// <param name="labelColumnName">
    /// The label, a vector with a slot for each class: a Boolean, or 0 or 1. Its slot names are the names of the classes, as
    /// <c>Transforms.Concatenate</c> makes them of columns.
    /// </param>
    /// <param name="textColumnName">The text.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentException">A column's name is empty.</exception>
    public static LoraMultiLabelTextClassificationEstimator LoraMultiLabelTextClassification(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        LanguageModel model,
        string labelColumnName = "Label",
        string textColumnName = "Text") =>
        LoraMultiLabelTextClassification(catalog, model, Options(labelColumnName, textColumnName));

    /// <summary>Fine-tunes a language model to find all classes of a text, of which there may be any number.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The language model. Its files stay as they are.</param>
    /// <param name="options">The columns, the way of transfer, how it is trained and how it predicts.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentException">An option has a value that cannot be used. The message names it.</exception>
    [OverloadResolutionPriority(1)]
    public static LoraMultiLabelTextClassificationEstimator LoraMultiLabelTextClassification(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        LanguageModel model,
        LoraTextClassificationOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        return new LoraMultiLabelTextClassificationEstimator(model, Checked(options));
    }

    /// <summary>
    /// Fine-tunes a language model to answer yes or no for texts, by low-rank adapters in every linear layer and a head.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The language model. Its files stay as they are.</param>
    /// <param name="labelColumnName">The label, a Boolean.</param>
    /// <param name="textColumnName">The text.</param>
    /// <returns>The estimator.</returns>
    /// <example>
    /// <code>
    /// var trainer = ml.BinaryClassification.Trainers.LoraTextClassification(model, "IsUrgent");
    /// </code>
    /// </example>
    /// <exception cref="ArgumentException">A column's name is empty.</exception>
    public static LoraBinaryTextClassificationEstimator LoraTextClassification(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        LanguageModel model,
        string labelColumnName = "Label",
        string textColumnName = "Text") =>
        LoraTextClassification(catalog, model, Options(labelColumnName, textColumnName));

    /// <summary>Fine-tunes a language model to answer yes or no for texts.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The language model. Its files stay as they are.</param>
    /// <param name="options">The columns, the way of transfer, how it is trained and how it predicts.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentException">An option has a value that cannot be used. The message names it.</exception>
    [OverloadResolutionPriority(1)]
    public static LoraBinaryTextClassificationEstimator LoraTextClassification(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        LanguageModel model,
        LoraTextClassificationOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        return new LoraBinaryTextClassificationEstimator(model, Checked(options));
    }

    private static LoraTextClassificationOptions Options(string labelColumnName, string textColumnName) =>
        new() { LabelColumnName = labelColumnName, TextColumnName = textColumnName };

    private static LoraTextClassificationOptions Checked(LoraTextClassificationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Check(nameof(options));
    }
}
