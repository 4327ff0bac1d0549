using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Execution;

/// <summary>A quantised weight of a linear layer.</summary>
internal interface IFrozenMatrix : IDisposable
{
    /// <summary>The weight in a floating-point type, as it is stored in the graph; the caller disposes it.</summary>
    Tensor Dequantize(ScalarType type);

    /// <summary>Bytes in native memory.</summary>
    long ByteLength { get; }
}
