using Microsoft.ML;
using Microsoft.ML.Trainers;
using MLNet.LlmExtensions.Embedding;
using MLNet.LlmExtensions.FineTuning.Tasks;
using MLNet.LlmExtensions.Rows;

namespace MLNet.LlmExtensions.FineTuning;

/// <summary>
/// What estimators of fine-tuning say of the columns that they add. The constructors of shapes and of <see cref="TrainerInfo"/> are
/// internal to ML.NET, so its own trainers are asked.
/// </summary>
internal static class FineTuningShapes
{
    private const string Features = "__LoraTextClassificationFeatures";
    private const string Key = "__LoraTextClassificationKey";
    private static readonly MLContext Context = new();

    public static TrainerInfo Info(TextClassificationKind kind) => kind == TextClassificationKind.Binary
        ? Binary("Label").Info
        : Multiclass("Label").Info;

    public static SchemaShape Output(LoraTextClassificationOptions options, TextClassificationKind kind, SchemaShape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var columns = TextClassificationColumns.Of(options);
        foreach (var text in columns.Texts)
        {
            TextShapes.Check(ClassifierComputation.Name, input, text);
        }

        LabelColumn.Check(input, options.LabelColumnName, kind);
        (string Name, string Source)[] outputs = kind switch
        {
            TextClassificationKind.Multiclass => [(columns.PredictedLabel, "PredictedLabel"), (columns.Score, "Score")],
            TextClassificationKind.Binary => [(columns.PredictedLabel, "PredictedLabel"), (columns.Score, "Score"), (columns.Probability, "Probability")],
            _ => [(columns.Score, "Score")],
        };
        var added = Added(options.LabelColumnName, columns.Text, kind, input);
        var names = outputs.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        return new SchemaShape([
            .. input.Where(column => !names.Contains(column.Name)),
            .. outputs.Select(output => Renamed(added, output.Source, output.Name))]);
    }

    private static SchemaShape.Column Renamed(SchemaShape shape, string source, string name) =>
        Context.Transforms.CopyColumns(name, source).GetOutputSchema(shape).First(column => column.Name == name);

    // The columns that a trainer of ML.NET adds for the label.
    private static SchemaShape Added(string label, string text, TextClassificationKind kind, SchemaShape input)
    {
        var shape = new SchemaShape([.. input, EmbeddingShape.Column(Features)]);
        if (kind == TextClassificationKind.Binary)
        {
            return Binary(label).GetOutputSchema(shape);
        }

        // A vector of labels is nothing that ML.NET has a trainer for; its scores look like those for a key.
        return kind == TextClassificationKind.Multiclass
            ? Multiclass(label).GetOutputSchema(shape)
            : Multiclass(Key).GetOutputSchema(Context.Transforms.Conversion.MapValueToKey(Key, text).GetOutputSchema(shape));
    }

    private static LbfgsLogisticRegressionBinaryTrainer Binary(string label) =>
        Context.BinaryClassification.Trainers.LbfgsLogisticRegression(label, Features);

    private static LbfgsMaximumEntropyMulticlassTrainer Multiclass(string label) =>
        Context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(label, Features);
}
