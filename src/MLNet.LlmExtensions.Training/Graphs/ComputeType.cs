namespace MLNet.LlmExtensions.Training.Graphs;

/// <summary>The arithmetic of linear layers and attention. Norms, softmax, pooling and loss are float32 either way.</summary>
internal enum ComputeType
{
    /// <summary>32-bit floating point.</summary>
    Float32,

    /// <summary>bfloat16, the float32 range with 8 bits of precision: half the memory, and twice the speed where the device has it.</summary>
    BFloat16,
}
