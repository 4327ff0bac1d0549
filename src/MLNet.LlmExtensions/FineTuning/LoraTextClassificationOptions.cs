using Microsoft.ML;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Training;

namespace MLNet.LlmExtensions;

/// <summary>
/// How <c>LoraTextClassification</c> fine-tunes a language model on labelled texts: the columns, all of
/// <see cref="FineTuningOptions"/>, and how the result predicts. The defaults train low-rank adapters and a head; the other ways
/// of transfer (<see cref="FineTuningOptions.Method"/>) go through the same trainer.
/// </summary>
/// <example>
/// <code>
/// var trainer = ml.MulticlassClassification.Trainers.LoraTextClassification(model, new LoraTextClassificationOptions
/// {
///     TextColumnName = "Findings",
///     Rank = 16,
///     Epochs = 5,
///     Progress = new Progress&lt;FineTuningProgress&gt;(p => Console.WriteLine($"{p.Step}/{p.TotalSteps}: {p.Loss:F3}")),
/// });
/// </code>
/// </example>
public sealed record LoraTextClassificationOptions : FineTuningOptions
{
    /// <summary>
    /// For a handful of labelled texts, as SetFit (<see href="https://arxiv.org/abs/2209.11055">Tunstall et al., 2022</see>) trains: all
    /// layers, on 20 pairs of texts of one label and 20 of two for each text, then the head. Nothing is held back for validation. To be
    /// changed with <c>with</c>; <see cref="FineTuningOptions.Method"/> may be any way of transfer but the head alone.
    /// </summary>
    public static LoraTextClassificationOptions SetFit { get; } = new()
    {
        Method = TransferMethod.Full,
        ContrastivePairs = 20,
        ValidationFraction = 0,
    };

    /// <summary>
    /// The label: a key for several classes (<c>Conversion.MapValueToKey</c> makes one), a Boolean for yes or no, a vector of
    /// Booleans, or of 0 and 1, where a text may have several classes. The default is <c>Label</c>. Rows with a missing label are left out.
    /// </summary>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>The text column. The default is <c>Text</c>.</summary>
    public string TextColumnName { get; init; } = "Text";

    /// <summary>
    /// The column of the second texts, for pairs such as a question and an abstract. <see langword="null"/> (the default): texts
    /// are single.
    /// </summary>
    public string? TextPairColumnName { get; init; }

    /// <summary>
    /// The column that receives the scores: the probabilities of the classes; of yes or no the log-odds. The default is <c>Score</c>.
    /// </summary>
    public string ScoreColumnName { get; init; } = "Score";

    /// <summary>The column that receives the likeliest class. The default is <c>PredictedLabel</c>. Not written where a text may have several classes.</summary>
    public string PredictedLabelColumnName { get; init; } = "PredictedLabel";

    /// <summary>The column that receives the probability of yes, in binary classification. The default is <c>Probability</c>.</summary>
    public string ProbabilityColumnName { get; init; } = "Probability";

    /// <summary>
    /// Rows that decide when the training stops and which weights are kept, with the same columns as the training rows; a key
    /// label must come from the same mapping. <see langword="null"/> (the default): a part of the training rows is held back, see
    /// <see cref="FineTuningOptions.ValidationFraction"/>.
    /// </summary>
    public IDataView? ValidationData { get; init; }

    /// <summary>How the trained classifier predicts. The default is what suits most.</summary>
    public TextPredictionOptions Prediction { get; init; } = new();

    // Hides the base's check, which knows nothing of columns.
    internal new LoraTextClassificationOptions Check(string parameterName)
    {
        _ = base.Check(parameterName);
        var wrong =
            string.IsNullOrEmpty(LabelColumnName) ? $"{nameof(LabelColumnName)} must name a column"
            : string.IsNullOrEmpty(TextColumnName) ? $"{nameof(TextColumnName)} must name a column"
            : TextPairColumnName is "" ? $"{nameof(TextPairColumnName)} must name a column or be null"
            : string.IsNullOrEmpty(ScoreColumnName) ? $"{nameof(ScoreColumnName)} must name a column"
            : string.IsNullOrEmpty(PredictedLabelColumnName) ? $"{nameof(PredictedLabelColumnName)} must name a column"
            : string.IsNullOrEmpty(ProbabilityColumnName) ? $"{nameof(ProbabilityColumnName)} must name a column"
            : new[] { ScoreColumnName, PredictedLabelColumnName, ProbabilityColumnName }.Distinct(StringComparer.Ordinal).Count() < 3
                ? "the names of the output columns must differ"
            : Prediction is null ? $"{nameof(Prediction)} must not be null"
            : null;
        if (wrong is not null)
        {
            throw new ArgumentException($"{nameof(LoraTextClassificationOptions)}.{wrong}.", parameterName);
        }

        _ = Prediction!.Check(parameterName);
        return this;
    }
}
