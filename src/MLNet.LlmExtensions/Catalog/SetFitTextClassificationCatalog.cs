using System.Runtime.CompilerServices;
using Microsoft.ML;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Training;

namespace MLNet.LlmExtensions;

/// <summary>
/// Adds few-shot training to <c>ml.MulticlassClassification.Trainers</c> and <c>ml.BinaryClassification.Trainers</c>: for tasks with 8 to
/// 64 labelled texts of each class.
/// </summary>
public static class SetFitTextClassificationCatalog
{
    /// <summary>
    /// Trains a language model on comparisons of a few labelled texts, then a head
    /// (<see href="https://arxiv.org/abs/2209.11055">SetFit</see>, Tunstall et al., 2022).
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The language model, best one whose vectors stand for the meaning of a text. Its files stay as they are.</param>
    /// <param name="labelColumnName">The label, a key.</param>
    /// <param name="textColumnName">The text.</param>
    /// <returns>The estimator.</returns>
    /// <example>
    /// <code>
    /// var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
    ///     .Append(ml.MulticlassClassification.Trainers.SetFitTextClassification(model))
    ///     .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
    /// </code>
    /// </example>
    /// <exception cref="ArgumentException">A column's name is empty.</exception>
    public static LoraTextClassificationEstimator SetFitTextClassification(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        LanguageModel model,
        string labelColumnName = "Label",
        string textColumnName = "Text") =>
        catalog.SetFitTextClassification(model, Options(labelColumnName, textColumnName));

    /// <summary>Trains a language model on comparisons of a few labelled texts, then a head.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The language model. Its files stay as they are.</param>
    /// <param name="options">
    /// <see cref="LoraTextClassificationOptions.SetFit"/> with what is to be different, for instance adapters instead of all layers:
    /// <c>LoraTextClassificationOptions.SetFit with { Method = TransferMethod.Lora }</c>.
    /// </param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentException">An option has a value that cannot be used, or there are no comparisons. The message names it.</exception>
    [OverloadResolutionPriority(1)] // so that `new() { ContrastivePairs = 8 }` means options
    public static LoraTextClassificationEstimator SetFitTextClassification(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        LanguageModel model,
        LoraTextClassificationOptions options) =>
        catalog.LoraTextClassification(model, Checked(options));

    /// <summary>Trains a language model on comparisons of a few texts with the answer yes or no, then a head.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The language model. Its files stay as they are.</param>
    /// <param name="labelColumnName">The label, a Boolean.</param>
    /// <param name="textColumnName">The text.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentException">A column's name is empty.</exception>
    public static LoraBinaryTextClassificationEstimator SetFitTextClassification(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        LanguageModel model,
        string labelColumnName = "Label",
        string textColumnName = "Text") =>
        catalog.SetFitTextClassification(model, Options(labelColumnName, textColumnName));

    /// <summary>Trains a language model on comparisons of a few texts with the answer yes or no, then a head.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The language model. Its files stay as they are.</param>
    /// <param name="options"><see cref="LoraTextClassificationOptions.SetFit"/> with what is to be different.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentException">An option has a value that cannot be used, or there are no comparisons. The message names it.</exception>
    [OverloadResolutionPriority(1)]
    public static LoraBinaryTextClassificationEstimator SetFitTextClassification(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        LanguageModel model,
        LoraTextClassificationOptions options) =>
        catalog.LoraTextClassification(model, Checked(options));

    private static LoraTextClassificationOptions Options(string labelColumnName, string textColumnName) =>
        LoraTextClassificationOptions.SetFit with { LabelColumnName = labelColumnName, TextColumnName = textColumnName };

    private static LoraTextClassificationOptions Checked(LoraTextClassificationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.ContrastivePairs > 0
            ? options
            : throw new ArgumentException(
                $"{nameof(LoraTextClassificationOptions)}.{nameof(FineTuningOptions.ContrastivePairs)} is 0, so that nothing would be compared. " +
                $"Begin with {nameof(LoraTextClassificationOptions)}.{nameof(LoraTextClassificationOptions.SetFit)}.",
                nameof(options));
    }
}
