using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using Onnx;

namespace MLNet.LlmExtensions.Training.Graphs.Compilation;

/// <summary>Quantises weights of linear layers while they are loaded.</summary>
internal static class QuantizedWeights
{
    /// <summary>Quantises a matrix to the form that the options ask for.</summary>
    public static IDisposable Quantize(TensorData data, TensorProto tensor, TorchGraphOptions options) =>
        options.FrozenWeights == FrozenWeightPrecision.Int8
            ? Int8Matrix.Quantize(data, tensor, options.Device)
            : NormalFloat4Matrix.Quantize(data, tensor, options.Device);
}
