using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>The parameters of a linear model of two classes.</summary>
[ModelLoader(LoaderName)]
public sealed class LinearBinaryModelParameters : LinearModelParameters, IBinaryModel
{
    private const string LoaderName = "LinearBinaryModel";

    internal LinearBinaryModelParameters(float[] weights, float bias)
        : base(weights, bias)
    {
    }

    int IBinaryModel.FeatureCount => Weights.Count;

    ICalibrator IBinaryModel.Calibrator => null;

    float IBinaryModel.Score(in VBuffer<float> features) => Score(features);

    internal static LinearBinaryModelParameters Load(ModelLoadContext ctx) =>
        new(ctx.Reader.ReadSingles(), ctx.Reader.ReadSingle());

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetLoader(LoaderName);
        ctx.Writer.WriteSingles(Weights);
        ctx.Writer.Write(Bias);
    }
}
