using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>The base of the trainers of several classes that use stochastic dual coordinate ascent.</summary>
public abstract class SdcaMulticlassTrainerBase<TModel>
    : SdcaTrainerBase<SdcaMulticlassTrainerBase<TModel>.MulticlassOptions, MulticlassPredictionTransformer<TModel>, TModel>
    where TModel : class
{
    private protected SdcaMulticlassTrainerBase(HostEnvironment environment, MulticlassOptions options)
        : base(environment, options, ClassifierColumns.KeyLabel(options.LabelColumnName))
    {
    }

    private protected override SchemaShape.Column[] GetOutputColumns(SchemaShape.Column label) => ClassifierColumns.Multiclass(label);

    private protected override MulticlassPredictionTransformer<TModel> TrainCore(IDataView data, TrainingRows rows, object initialModel)
    {
        int classCount = ClassifierColumns.ClassCount(data.Schema[LabelColumn.Name]);
        Guard.Argument(classCount >= 2, "numClasses", "Must be at least 2.");
        TModel model = CreateModel(Ascend(rows, classCount, isBinary: false));
        return new MulticlassPredictionTransformer<TModel>(model, data.Schema, FeatureColumn.Name, LabelColumn.Name);
    }

    private protected abstract TModel CreateModel(DualCoordinateAscent ascent);

    /// <summary>The options.</summary>
    public class MulticlassOptions : OptionsBase
    {
    }
}
