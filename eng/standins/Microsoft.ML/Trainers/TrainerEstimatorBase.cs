using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>The base of the trainers.</summary>
public abstract class TrainerEstimatorBase<TTransformer, TModel> : ITrainerEstimator<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    /// <summary>The feature column that is expected.</summary>
    public readonly SchemaShape.Column FeatureColumn;

    /// <summary>The label column that is expected.</summary>
    public readonly SchemaShape.Column LabelColumn;

    /// <summary>The weight column that is expected; not valid where there is none.</summary>
    public readonly SchemaShape.Column WeightColumn;

    private protected TrainerEstimatorBase(HostEnvironment environment, TrainerInputBaseWithLabel options, string weightColumn, SchemaShape.Column label)
    {
        Environment = environment;
        Guard.NotEmpty(options.FeatureColumnName, "featureColumn");
        FeatureColumn = new(options.FeatureColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false);
        LabelColumn = label;
        if (weightColumn is not null)
            WeightColumn = new(weightColumn, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, isKey: false);
    }

    /// <inheritdoc/>
    public abstract TrainerInfo Info { get; }

    private protected HostEnvironment Environment { get; }

    /// <summary>Trains.</summary>
    public TTransformer Fit(IDataView input) => Train(input, initialModel: null);

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check(Guard.NotNull(inputSchema, nameof(inputSchema)));
        inputSchema.TryFindColumn(LabelColumn.Name, out SchemaShape.Column label);
        return inputSchema.With(GetOutputColumns(label));
    }

    private protected TTransformer Train(IDataView data, object initialModel)
    {
        Guard.NotNull(data, nameof(data));
        Check(SchemaShape.Create(data.Schema));
        return TrainCore(data, TrainingData.Read(data, FeatureColumn.Name, LabelColumn.Name, WeightColumn.Name), initialModel);
    }

    private protected abstract SchemaShape.Column[] GetOutputColumns(SchemaShape.Column label);

    private protected abstract TTransformer TrainCore(IDataView data, TrainingRows rows, object initialModel);

    private void Check(SchemaShape schema)
    {
        CheckColumn(schema, FeatureColumn, "feature", "inputSchema");
        if (WeightColumn.IsValid)
            CheckColumn(schema, WeightColumn, "weight", "inputSchema");
        CheckColumn(schema, LabelColumn, "label", "labelCol");
    }

    private static void CheckColumn(SchemaShape schema, SchemaShape.Column expected, string role, string parameter)
    {
        if (!schema.TryFindColumn(expected.Name, out SchemaShape.Column found))
            throw Guard.SchemaMismatch("inputSchema", role, expected.Name);
        if (!expected.IsCompatibleWith(found))
            throw Guard.SchemaMismatch(parameter, role, expected.Name, expected.GetTypeString(), found.GetTypeString());
    }
}
