using System.Numerics.Tensors;

namespace Microsoft.ML.Trainers;

/// <summary>The parameters of a softmax classifier.</summary>
[ModelLoader(LoaderName)]
public sealed class MaximumEntropyModelParameters : LinearMulticlassModelParametersBase
{
    private const string LoaderName = "MaximumEntropyModel";

    internal MaximumEntropyModelParameters(float[] biases, float[][] weights)
        : base(biases, weights)
    {
    }

    /// <summary>From the biases followed by the weights class by class.</summary>
    internal static MaximumEntropyModelParameters FromParameters(double[] parameters, int classCount)
    {
        float[] values = Array.ConvertAll(parameters, value => (float)value);
        int featureCount = values.Length / classCount - 1;
        return new(values[..classCount], [.. values.Skip(classCount).Chunk(featureCount)]);
    }

    internal static MaximumEntropyModelParameters Load(ModelLoadContext ctx)
    {
        (float[] biases, float[][] weights) = ReadParameters(ctx.Reader);
        return new(biases, weights);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetLoader(LoaderName);
        SaveParameters(ctx.Writer);
    }

    private protected override void Calibrate(Span<float> scores)
    {
        float max = TensorPrimitives.Max<float>(scores);
        TensorPrimitives.Subtract(scores, max, scores);
        TensorPrimitives.SoftMax(scores, scores);
    }
}
