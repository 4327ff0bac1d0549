namespace MLNet.LlmExtensions.Models;

/// <summary>Where a model should run.</summary>
public enum DevicePreference
{
    /// <summary>CUDA where it can be used, otherwise the CPU. What runs the model tells which, and why. The default.</summary>
    Auto,

    /// <summary>The CPU, even where CUDA can be used.</summary>
    Cpu,

    /// <summary>CUDA. Where it cannot be used, whatever was to use it fails and the exception says why.</summary>
    Cuda,
}
