using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Graphs;

/// <summary>Native tensors as managed arrays.</summary>
internal static class Tensors
{
    public static float[] ToArray(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to_type(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
    }

    public static double[] ToDoubles(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }
}
