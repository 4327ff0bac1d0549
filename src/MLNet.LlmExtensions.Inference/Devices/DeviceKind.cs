namespace MLNet.LlmExtensions.Inference;

/// <summary>The kind of device that a model runs on.</summary>
public enum DeviceKind
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>An NVIDIA device through CUDA.</summary>
    Cuda,
}
