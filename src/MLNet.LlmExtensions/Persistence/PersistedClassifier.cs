using System.Diagnostics.CodeAnalysis;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLNet.LlmExtensions.FineTuning;
using MLNet.LlmExtensions.FineTuning.Tasks;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>
/// Saves a fine-tuned classifier as a chain of ML.NET's own transformers, as <see cref="PersistedEmbedding"/> does.
/// </summary>
/// <remarks>
/// The chain, in order: a constant key; value maps from the key to the state (<see cref="ClassifierState"/>, JSON) and to the
/// classifier (base 64); copies of the text columns under fixed names; the classification, as a vector of unknown size; parts of known
/// size cut out of it (<see cref="Blocks"/>); their concatenation; a linear model that makes the columns of a classifier of it
/// (<see cref="ScoreModel"/>); copies under the names that were chosen; and the removal of all temporary columns.
/// </remarks>
internal static class PersistedClassifier
{
    private static readonly MLContext Context = new();

    public static void Save(LoraTextClassificationTransformer transformer, ModelSaveContext destination)
    {
        var (payload, hash) = ClassifierPayload.Encode(transformer.Model);
        ((ICanSaveModel)ToChain(ClassifierState.From(transformer, hash), payload, transformer.Task)).Save(destination);
    }

    /// <summary>Makes the chain that stands for a classifier.</summary>
    public static TransformerChain<ITransformer> ToChain(ClassifierState state, string payload, TextClassificationTask task)
    {
        var transforms = Context.Transforms;
        var (scores, scale, offset) = Scores(task);
        state = state with { FeatureScale = scale, FeatureOffset = offset };
        var blocks = Blocks.For(Context, task.Kind == TextClassificationKind.Binary ? 1 : task.Classes.Count).ToArray();
        var columns = Array.ConvertAll(blocks, block => block.Column);
        string[] preserved = scores is null ? [] : [.. state.PreservedColumns];
        var chain = new ChainBuilder(Context, [.. state.Columns.Texts, .. preserved]);
        chain.Add(transforms.CustomMapping(new ClassifierKeyMapping().GetMapping(), ClassifierKeyMapping.Contract));
        chain.Add(transforms.Conversion.MapValue(
            ClassifierColumns.State, [KeyValuePair.Create(ClassifierKeyMapping.Key, state.ToJson())], ClassifierColumns.Key));
        chain.Add(transforms.Conversion.MapValue(
            ClassifierColumns.Payload, [KeyValuePair.Create(ClassifierKeyMapping.Key, payload)], ClassifierColumns.Key));
        chain.Add(transforms.CopyColumns(ClassifierColumns.Text, state.TextColumn));
        chain.Add(transforms.CopyColumns(ClassifierColumns.TextPair, state.TextPairColumn ?? state.TextColumn));
        chain.Add(transforms.CustomMapping(new ClassifyMapping().GetMapping(), ClassifyMapping.Contract));
        foreach (var block in blocks)
        {
            chain.Add(block.Estimator);
        }

        chain.Add(transforms.Concatenate(scores is null ? state.ScoreColumn : ClassifierColumns.Features, columns));
        if (scores is not null)
        {
            // The model writes columns of ML.NET's own names, which may be another classifier's.
            chain.Copy(preserved, name => ClassifierColumns.Kept + name);
            chain.Add(scores);
            Rename(chain, state.Columns, task.Kind);
            chain.Move(preserved.Select(name => (ClassifierColumns.Kept + name, name)));
        }

        chain.Add(transforms.DropColumns([
            ClassifierColumns.Key, ClassifierColumns.State, ClassifierColumns.Payload, ClassifierColumns.Text, ClassifierColumns.TextPair,
            TemporaryColumns.Vector, .. scores is null ? [] : (string[])[ClassifierColumns.Features], .. columns]));
        return chain.ToChain();
    }

    /// <summary>Tells whether a transformer is such a chain, loaded again, and reads what it holds.</summary>
    public static bool TryRead(ITransformer transformer, [NotNullWhen(true)] out SavedClassifier? saved)
    {
        saved = null;
        if (transformer is not TransformerChain<ITransformer> chain
            || chain.Take(3).ToArray() is not [CustomMappingTransformer<NoColumns, ClassifierKeyColumn> key, var stateMap, var payloadMap])
        {
            return false;
        }

        // A row with a column, which the mapping puts its own in the place of: ML.NET cannot split rows without any among threads.
        var row = payloadMap.Transform(stateMap.Transform(key.Transform(Context.Data.LoadFromEnumerable([new ClassifierKeyColumn()]))));
        var state = ClassifierState.Parse(row.GetColumn<string>(ClassifierColumns.State).Single());
        var input = new ChainBuilder(Context, [.. state.Columns.Texts, .. state.PreservedColumns]).Data;
        var predicted = state.Kind == TextClassificationKind.Multiclass
            ? ClassKeys.Of(transformer.GetOutputSchema(input.Schema)[state.PredictedLabelColumn])
            : null;
        saved = new SavedClassifier(state, row.GetColumn<string>(ClassifierColumns.Payload).Single(), predicted);
        return true;
    }

    // A classifier of several classes at once has no model of ML.NET's to end with: theirs make the scores of a row add up.
    private static (ITransformer? Model, float Scale, float Offset) Scores(TextClassificationTask task)
    {
        switch (task)
        {
            case MulticlassTask multiclass:
                var (model, scale) = ScoreModel.Multiclass(Context, ClassifierColumns.Features, multiclass.Keys);
                return (model, scale, 0);
            case BinaryTask:
                return ScoreModel.Binary(Context, ClassifierColumns.Features);
            default:
                return (null, 1, 0);
        }
    }

    private static void Rename(ChainBuilder chain, TextClassificationColumns columns, TextClassificationKind kind)
    {
        var renamed = TextClassificationColumns.OwnNames.Zip(columns.Written)
            .Take(kind == TextClassificationKind.Binary ? 3 : 2)
            .Where(pair => pair.First != pair.Second)
            .ToArray();

        // By way of names of their own, because one column's new name may be another's old one.
        chain.Move(renamed.Select(pair => (pair.First, ClassifierColumns.Kept + ClassifierColumns.Kept + pair.First)));
        chain.Move(renamed.Select(pair => (ClassifierColumns.Kept + ClassifierColumns.Kept + pair.First, pair.Second)));
    }
}
