namespace MLNet.LlmExtensions.Models.Memory;

/// <summary>Whether weights are kept in fewer bits than they are computed in.</summary>
internal static class WeightWidening
{
    /// <summary>
    /// Whether each use of a frozen weight makes a wider copy. The backward pass reads the copy again, so a training that kept
    /// its activations would keep all copies as well, and take more memory than with the weights as they are.
    /// </summary>
    public static bool IsNeeded(FrozenWeightPrecision kept, TrainingPrecision computed) => kept switch
    {
        FrozenWeightPrecision.Float32 => false,
        FrozenWeightPrecision.BFloat16 => computed != TrainingPrecision.BFloat16,
        _ => true,
    };
}
