using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

/// <summary>Predicts one of several classes.</summary>
public sealed class MulticlassPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>
    where TModel : class
{
    private readonly DataViewSchema _trainSchema;
    private readonly string _labelColumn;

    internal MulticlassPredictionTransformer(TModel model, DataViewSchema trainSchema, string featureColumn, string labelColumn)
        : base(model, featureColumn, trainSchema[featureColumn].Type)
    {
        _trainSchema = trainSchema;
        _labelColumn = labelColumn;
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) =>
        new MulticlassScoreMapper(schema, (IMulticlassModel)Model, FeatureColumnName, _trainSchema[_labelColumn]);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetLoader(MulticlassPredictionTransformer.LoaderName);
        ctx.SaveModel((ICanSaveModel)Model, "Model");
        ctx.Writer.Write(FeatureColumnName);
        ctx.Writer.Write(_labelColumn);
        ctx.Writer.WriteSchema(_trainSchema.Only(FeatureColumnName, _labelColumn));
    }
}
