using System.Runtime.InteropServices;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>
/// A device that runs out of memory in the middle of a training: the estimate compares with all of the device's memory, and others may
/// use it as well.
/// </summary>
internal static class DeviceMemory
{
    /// <summary>Does the work of a training.</summary>
    /// <exception cref="InsufficientMemoryException">The device ran out of memory; the message says what would help.</exception>
    public static T Guard<T>(Func<T> training)
    {
        try
        {
            return training();
        }
        catch (Exception exception) when (Exhausted(exception) is { } cause)
        {
            throw new InsufficientMemoryException(
                $"The device ran out of memory. A smaller {nameof(TrainingOptions.MaximumBatchSize)} and {nameof(TrainingOptions.GradientCheckpointing)} take " +
                $"less, and so do a smaller {nameof(TrainingOptions.TokenBudget)} where a batch is one pass, and fewer bits of " +
                $"{nameof(TrainingOptions.FrozenWeights)} where not all weights are trained. Other programs may use the device too; a training with a " +
                $"{nameof(TrainingOptions.CheckpointFolder)} goes on from its last checkpoint. libtorch says: {cause.Message.Split('\n', 2)[0].Trim()}",
                exception);
        }
    }

    /// <summary>
    /// What libtorch said, if it was that memory could not be had. TorchSharp throws one type for everything; the words are those of
    /// libtorch's allocators.
    /// </summary>
    private static ExternalException? Exhausted(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is ExternalException external
                && (external.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
                    || external.Message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase)
                    || external.Message.Contains("ALLOC_FAILED", StringComparison.Ordinal)))
            {
                return external;
            }
        }

        return null;
    }
}
