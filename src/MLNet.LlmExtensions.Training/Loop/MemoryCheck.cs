using Microsoft.Extensions.Logging;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Memory;
using MLNet.LlmExtensions.Training.Data;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>Refuses a training that cannot fit, before anything of the model is loaded.</summary>
internal static class MemoryCheck
{
    /// <summary>Estimates a training and compares it with the memory that there is.</summary>
    /// <exception cref="InsufficientMemoryException">It does not fit; the message names the parts and what would help.</exception>
    public static void EnsureFits(
        LanguageModel model, FineTuningOptions options, ResolvedTraining settings, TrainingData data, int classes, Device device, ILogger logger) =>
        EnsureFits(Estimate(model, options, settings, data, classes, device.type == TorchSharp.DeviceType.CUDA), options, device, logger);

    /// <summary>Compares an estimate with the memory that there is.</summary>
    /// <exception cref="InsufficientMemoryException">It does not fit; the message names the parts and what would help.</exception>
    public static void EnsureFits(MemoryEstimate estimate, TrainingOptions options, Device device, ILogger logger)
    {
        logger.LogInformation("{Training} needs about {Megabytes:F0} MB of memory", estimate.Title, estimate.Total / 1e6);
        if (device.type != TorchSharp.DeviceType.CUDA)
            estimate.EnsureFits();
        else if (CudaMemory.TotalBytes(options.DeviceId) is { } total)
            estimate.EnsureFits(total);
    }

    /// <summary>The memory that the largest pass of a training needs.</summary>
    public static MemoryEstimate Estimate(
        LanguageModel model, FineTuningOptions options, ResolvedTraining settings, TrainingData data, int classes, bool onCuda)
    {
        var length = Math.Max(1, data.Training.Max(example => example.Length));
        var windows = data.Training.Select(example => example.Rows.Length);
        // Two texts of a pair. Without checkpointing all passes of a batch of pairs are kept together.
        var texts = options.ContrastivePairs > 0 ? 2 * options.MaximumBatchSize : options.MaximumBatchSize;
        var rows = options is { ContrastivePairs: > 0, GradientCheckpointing: false }
            ? windows.OrderDescending().Take(texts).Sum()
            : Math.Max(Math.Min(texts, settings.TokenBudget / length), windows.Max()); // a text in many windows has a pass of its own
        return LanguageModelMemory.Estimate(model, new TrainingMemoryOptions
        {
            Transfer = TextClassifierTrainer.TransferOf(options),
            Precision = options.Precision,
            FrozenWeights = options.FrozenWeights,
            GradientCheckpointing = options.GradientCheckpointing,
            Rows = Math.Max(1, Math.Min(rows, data.Training.Sum(example => example.Rows.Length))),
            Length = length,
            Classes = classes,
            KeepBest = data.Validation.Count > 0,
            Cuda = onCuda,
        });
    }
}
