using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Data;

/// <summary>Numbers between libtorch's memory and arrays.</summary>
internal static class TensorValues
{
    /// <summary>A copy of a float32 tensor's values in row-major order.</summary>
    public static float[] ToArray(Tensor tensor)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        return tensor.detach().cpu().contiguous().data<float>().ToArray();
    }

    /// <summary>Replaces a float32 tensor's values.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="values">As many values, in row-major order.</param>
    public static void Set(Tensor tensor, float[] values)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        tensor.copy_(TorchSharp.torch.tensor(values, tensor.shape, dtype: ScalarType.Float32));
    }
}
