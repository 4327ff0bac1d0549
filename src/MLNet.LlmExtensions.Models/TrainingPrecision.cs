namespace MLNet.LlmExtensions.Models;

/// <summary>The type that a forward and backward pass computes in. Trained weights, their gradients and the optimiser's state are always 32-bit.</summary>
public enum TrainingPrecision
{
    /// <summary>32-bit floats. The default.</summary>
    Float32,

    /// <summary>
    /// bfloat16: half the memory for activations, and faster where the hardware has it (AVX512-BF16 or AMX on a CPU, CUDA
    /// devices from Ampere on). Sums, normalisation and the loss stay in 32 bits.
    /// </summary>
    BFloat16,
}
