using Microsoft.ML.Trainers;

namespace Microsoft.ML.Calibrators;

/// <summary>Loads calibrated models. As in the official package, what kinds of parts they have is not in their type then.</summary>
[ModelLoader(Name)]
internal static class CalibratedBinaryModelLoader
{
    public const string Name = "CalibratedBinaryModel";

    public static CalibratedBinaryModel<IBinaryModel, ICalibrator> Load(ModelLoadContext ctx) =>
        new(ctx.LoadModel<IBinaryModel>("Predictor"), ctx.LoadModel<ICalibrator>("Calibrator"));
}
