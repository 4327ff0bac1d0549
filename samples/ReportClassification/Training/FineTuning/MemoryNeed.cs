using MLNet.LlmExtensions;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Memory;
using ReportClassification.Data;

namespace ReportClassification.Training.FineTuning;

/// <summary>How much memory a training will take, told before it begins.</summary>
internal static class MemoryNeed
{
    // The most tokens of a pass, as FineTuningOptions.TokenBudget says.
    private const int CpuTokenBudget = 2048;
    private const int CudaTokenBudget = 16384;

    /// <summary>Estimates it for the longest texts that there are: those take most.</summary>
    /// <param name="model">The language model, of which only the headers of its files are read.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="reports">The texts.</param>
    /// <param name="cuda">Whether on a GPU, whose own memory is then meant, or on the CPU.</param>
    public static MemoryEstimate Estimate(LanguageModel model, LoraTextClassificationOptions options, IReadOnlyList<LabelledReport> reports, bool cuda)
    {
        var window = options.MaximumLength ?? model.EmbeddingSettings.MaximumLength;
        var length = Math.Min(window, reports.Max(report => model.Tokenizer.Encode(report.Text).Ids.Length));
        // Comparisons have two texts each, and without checkpointing all passes of a batch are kept together.
        var texts = options.ContrastivePairs > 0 ? Math.Min(2 * options.MaximumBatchSize, reports.Count) : options.MaximumBatchSize;
        var budget = options.TokenBudget ?? (cuda ? CudaTokenBudget : CpuTokenBudget);
        return LanguageModelMemory.Estimate(model, new TrainingMemoryOptions
        {
            Transfer = new TransferConfiguration
            {
                Method = options.Method,
                Lora = new LoraConfiguration { Rank = options.Rank, Alpha = options.Alpha, Dropout = options.LoraDropout, TargetModules = options.TargetModules },
                LastLayers = options.LastLayers,
                PrefixLength = options.PrefixLength,
            },
            Precision = options.Precision,
            FrozenWeights = options.FrozenWeights,
            GradientCheckpointing = options.GradientCheckpointing,
            Rows = options is { ContrastivePairs: > 0, GradientCheckpointing: false } ? texts : Math.Clamp(budget / length, 1, texts),
            Length = length,
            Classes = reports.Select(report => report.Label).Distinct(StringComparer.Ordinal).Count(),
            Cuda = cuda,
        });
    }
}
