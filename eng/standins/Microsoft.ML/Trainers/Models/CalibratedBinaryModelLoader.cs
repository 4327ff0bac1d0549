using Microsoft.ML.Trainers;

namespace Microsoft.ML.Calibrators;

/// <summary>Loads calibrated models.</summary>
[ModelLoader(Name)]
internal static class CalibratedBinaryModelLoader
{
    public const string Name = "CalibratedBinaryModel";

    public static CalibratedBinaryModel<LinearBinaryModelParameters, PlattCalibrator> Load(ModelLoadContext ctx) =>
        new(ctx.LoadModel<LinearBinaryModelParameters>("Predictor"), ctx.LoadModel<PlattCalibrator>("Calibrator"));
}
