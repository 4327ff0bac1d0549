using Microsoft.ML.Calibrators;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

/// <summary>Makes and loads classifiers into two classes.</summary>
[ModelLoader(LoaderName)]
internal static class BinaryPredictionTransformer
{
    public const string LoaderName = "BinaryPrediction";

    /// <summary>A model whose score is the logarithm of the odds.</summary>
    public static BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>> Logistic(
        LinearBinaryModelParameters model, DataViewSchema trainSchema, string featureColumn)
    {
        var calibrated = new CalibratedBinaryModel<LinearBinaryModelParameters, PlattCalibrator>(model, new PlattCalibrator(-1, 0));
        return new(calibrated, trainSchema, featureColumn);
    }

    public static ITransformer Load(ModelLoadContext ctx)
    {
        var model = ctx.LoadModel<IBinaryModel>("Model");
        string features = ctx.Reader.ReadString();
        DataViewSchema schema = ctx.Reader.ReadSchema();
        return model is CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator> logistic
            ? new BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>(logistic, schema, features)
            : new BinaryPredictionTransformer<LinearBinaryModelParameters>((LinearBinaryModelParameters)model, schema, features);
    }
}
