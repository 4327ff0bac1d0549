namespace Microsoft.ML.Calibrators;

/// <summary>A sigmoid: 1 / (1 + exp(slope · output + offset)).</summary>
[ModelLoader(LoaderName)]
public sealed class PlattCalibrator : ICalibrator, ICanSaveModel
{
    private const string LoaderName = "PlattCalibrator";

    internal PlattCalibrator(double slope, double offset)
    {
        Slope = slope;
        Offset = offset;
    }

    /// <summary>The factor of the score, negative as a rule.</summary>
    public double Slope { get; }

    /// <summary>What is added to it.</summary>
    public double Offset { get; }

    /// <inheritdoc/>
    public float PredictProbability(float output) =>
        float.IsNaN(output) ? output : (float)(1 / (1 + Math.Exp(Slope * output + Offset)));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.SetLoader(LoaderName);
        ctx.Writer.Write(Slope);
        ctx.Writer.Write(Offset);
    }

    internal static PlattCalibrator Load(ModelLoadContext ctx) => new(ctx.Reader.ReadDouble(), ctx.Reader.ReadDouble());
}
