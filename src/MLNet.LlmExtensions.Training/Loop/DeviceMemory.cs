using System.Globalization;
using System.Runtime.InteropServices;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>
/// A device that runs out of memory in the middle of a training: the estimate compares with all of the device's memory, and others may
/// use it as well.
/// </summary>
internal static class DeviceMemory
{
    /// <summary>Whether libtorch says that memory could not be had.</summary>
    /// <remarks>TorchSharp throws one type for everything; the words are those of libtorch's allocators.</remarks>
    public static bool IsExhausted(ExternalException exception) =>
        exception.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        || exception.Message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase)
        || exception.Message.Contains("ALLOC_FAILED", StringComparison.Ordinal);

    /// <summary>The exception for it, with what would help.</summary>
    /// <param name="cause">What libtorch threw.</param>
    /// <param name="step">The step that was under way; 1 for the first.</param>
    public static InsufficientMemoryException Exhausted(ExternalException cause, int step) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"The device ran out of memory at step {step}. A smaller {nameof(TrainingOptions.TokenBudget)} or {nameof(TrainingOptions.MaximumBatchSize)}, " +
            $"{nameof(TrainingOptions.GradientCheckpointing)} and fewer bits of {nameof(TrainingOptions.FrozenWeights)} take less. " +
            $"Other programs may use the device too; a training with a {nameof(TrainingOptions.CheckpointFolder)} goes on from its last checkpoint. " +
            $"libtorch says: {FirstLine(cause.Message)}"),
        cause);

    private static string FirstLine(string message) => message.Split('\n', 2)[0].Trim();
}
