using MLNet.LlmExtensions.Rows;

namespace MLNet.LlmExtensions.FineTuning;

/// <summary>The probabilities of a text column's classes, and the columns that ML.NET's classifiers make of such.</summary>
internal sealed class ClassifierComputation(LoraTextClassificationTransformer transformer) : TextComputation
{
    /// <summary>What users call it.</summary>
    public const string Name = "LoraTextClassification";

    public override string Operation => Name;

    public override IReadOnlyList<string> TextColumns { get; } = transformer.Columns.Texts;

    public override IReadOnlyList<OutputColumn> Outputs { get; } = transformer.Task.Outputs(transformer.Columns);

    public override int Width => transformer.Model.Classes.Count;

    public override int LookAheadRows => transformer.Prediction.LookAheadRows;

    public override int LookAheadCharacters => transformer.Prediction.LookAheadCharacters;

    public override void Compute(ReadOnlySpan<string?> texts, ReadOnlySpan<string?> textPairs, Span<float> destination)
    {
        var token = transformer.Prediction.CancellationToken;
        if (textPairs.IsEmpty)
        {
            transformer.Classifier.Predict(texts, destination, null, token);
        }
        else
        {
            transformer.Classifier.PredictPairs(texts, textPairs, destination, null, token);
        }
    }

    public override void Report(long rows, long? totalRows) =>
        transformer.Prediction.Progress?.Report(new TextPredictionProgress(rows, totalRows));
}
