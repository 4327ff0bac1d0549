using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

/// <summary>Predicts one of two classes.</summary>
public sealed class BinaryPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>
    where TModel : class
{
    private readonly DataViewSchema _trainSchema;

    internal BinaryPredictionTransformer(TModel model, DataViewSchema trainSchema, string featureColumn)
        : base(model, featureColumn, trainSchema[featureColumn].Type) => _trainSchema = trainSchema;

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) =>
        new BinaryScoreMapper(schema, (IBinaryModel)Model, FeatureColumnName);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetLoader(BinaryPredictionTransformer.LoaderName);
        ctx.SaveModel((ICanSaveModel)Model, "Model");
        ctx.Writer.Write(FeatureColumnName);
        ctx.Writer.WriteSchema(_trainSchema.Only(FeatureColumnName));
    }
}
