using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Memory;

namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>The memory of a language model's training.</summary>
internal static class PretrainingMemory
{
    /// <summary>The memory that the largest pass of a training needs, the scores of the vocabulary left out: of these a piece is there at a time.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="settings">What the options come to.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="onCuda">Whether the training is on a CUDA device.</param>
    public static MemoryEstimate Estimate(
        LanguageModel model, PretrainingOptions options, PretrainingSettings settings, LanguageModelRows rows, bool onCuda)
    {
        var length = Math.Min(settings.MaximumLength, rows.Training.Max(row => row.Length));
        var batch = Math.Min(Math.Min(options.MaximumBatchSize, settings.TokenBudget / length), rows.Training.Count);
        return LanguageModelMemory.Estimate(model, new TrainingMemoryOptions
        {
            Transfer = options.Transfer,
            Precision = options.Precision,
            FrozenWeights = options.FrozenWeights,
            GradientCheckpointing = options.GradientCheckpointing,
            Rows = Math.Max(1, batch),
            Length = length,
            Classes = 1,
            KeepBest = rows.Validation.Count > 0,
            Cuda = onCuda,
        });
    }
}
