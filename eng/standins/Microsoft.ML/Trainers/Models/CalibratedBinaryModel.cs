using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Calibrators;

/// <summary>The one kind of calibrated model there is.</summary>
internal sealed class CalibratedBinaryModel<TSubModel, TCalibrator>(TSubModel subModel, TCalibrator calibrator)
    : CalibratedModelParametersBase<TSubModel, TCalibrator>(subModel, calibrator), IBinaryModel
    where TSubModel : class, IBinaryModel
    where TCalibrator : class, ICalibrator
{
    int IBinaryModel.FeatureCount => SubModel.FeatureCount;

    ICalibrator IBinaryModel.Calibrator => Calibrator;

    float IBinaryModel.Score(in VBuffer<float> features) => SubModel.Score(features);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.SetLoader(CalibratedBinaryModelLoader.Name);
        ctx.SaveModel(SubModel, "Predictor");
        ctx.SaveModel((ICanSaveModel)Calibrator, "Calibrator");
    }
}
