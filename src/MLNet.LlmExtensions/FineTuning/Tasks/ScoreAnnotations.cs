using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.FineTuning.Tasks;

/// <summary>What ML.NET's own classifiers say of their columns, under ML.NET's own names.</summary>
internal static class ScoreAnnotations
{
    public const string KeyValues = "KeyValues";
    public const string SlotNames = "SlotNames";
    public const string TrainingLabelValues = "TrainingLabelValues";
    public const string IsNormalized = "IsNormalized";
    public const string Multiclass = "MulticlassClassification";
    public const string Binary = "BinaryClassification";
    public const string MultiLabel = "MultiOutputRegression";

    /// <summary>Annotations that say which kind of classifier a column is from, and what it holds.</summary>
    /// <param name="kind">The kind of classifier.</param>
    /// <param name="value">What the column holds: Score, PredictedLabel or Probability.</param>
    public static DataViewSchema.Annotations.Builder Of(string kind, string value)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("ScoreColumnKind", TextDataViewType.Instance, kind.AsMemory());
        annotations.AddPrimitiveValue("ScoreValueKind", TextDataViewType.Instance, value.AsMemory());
        return annotations;
    }

    /// <summary>Adds a name for each slot of a vector.</summary>
    /// <param name="annotations">Receives the names.</param>
    /// <param name="kind">What they are: <see cref="SlotNames"/> or <see cref="TrainingLabelValues"/>.</param>
    /// <param name="names">The names.</param>
    public static void AddNames(DataViewSchema.Annotations.Builder annotations, string kind, IReadOnlyList<string> names)
    {
        var texts = names.Select(name => name.AsMemory()).ToArray();
        annotations.Add(
            kind,
            new VectorDataViewType(TextDataViewType.Instance, texts.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => new VBuffer<ReadOnlyMemory<char>>(texts.Length, texts).CopyTo(ref value));
    }
}
