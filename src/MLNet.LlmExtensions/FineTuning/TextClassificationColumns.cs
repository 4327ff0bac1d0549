using Microsoft.ML;

namespace MLNet.LlmExtensions.FineTuning;

/// <summary>The names of the columns that a fine-tuned classifier reads and writes.</summary>
internal sealed record TextClassificationColumns(string Text, string? TextPair, string Score, string PredictedLabel, string Probability)
{
    /// <summary>The names that ML.NET's own classifiers give their columns.</summary>
    public static readonly IReadOnlyList<string> OwnNames = ["PredictedLabel", "Score", "Probability"];

    /// <summary>
    /// Columns of ML.NET's own names that the data had already and that are not written: another classifier's. A saved classifier
    /// uses these names in between and must bring the columns back.
    /// </summary>
    public IReadOnlyList<string> Preserved { get; init; } = [];

    /// <summary>The written columns, in the order of <see cref="OwnNames"/>.</summary>
    public IReadOnlyList<string> Written => [PredictedLabel, Score, Probability];

    public static TextClassificationColumns Of(LoraTextClassificationOptions options) => new(
        options.TextColumnName,
        options.TextPairColumnName,
        options.ScoreColumnName,
        options.PredictedLabelColumnName,
        options.ProbabilityColumnName);

    /// <summary>The same for data of a schema.</summary>
    public TextClassificationColumns In(DataViewSchema schema) => this with
    {
        Preserved = [.. OwnNames.Except(Written, StringComparer.Ordinal).Where(name => schema.GetColumnOrNull(name) is not null)],
    };

    /// <summary>The text columns, in order.</summary>
    public IReadOnlyList<string> Texts => TextPair is null ? [Text] : [Text, TextPair];
}
