using System.Globalization;
using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Training.Checkpoints;

/// <summary>
/// What decides what a training gives, by name. Names of options are those of their properties; names in lower case are of data
/// that only a hash stands for.
/// </summary>
internal sealed class RunValues
{
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>The values by name.</summary>
    public IReadOnlyDictionary<string, string> All => _values;

    /// <summary>Adds a value.</summary>
    /// <param name="value">The value; <see langword="null"/> is the empty text.</param>
    /// <param name="name">Its name, which must be new.</param>
    public RunValues Add(object? value, string name)
    {
        _values.Add(name, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        return this;
    }

    /// <summary>Adds what all trainings have in common, as far as it changes the result. A budget depends on the device and is for the caller.</summary>
    public RunValues AddShared(TrainingOptions options) => this
        .Add(options.MaximumSteps, nameof(options.MaximumSteps))
        .Add(options.WeightDecay, nameof(options.WeightDecay))
        .Add(options.Beta2, nameof(options.Beta2))
        .Add(options.Schedule, nameof(options.Schedule))
        .Add(options.WarmupRatio, nameof(options.WarmupRatio))
        .Add(options.MaximumBatchSize, nameof(options.MaximumBatchSize))
        .Add(options.GradientAccumulation, nameof(options.GradientAccumulation))
        .Add(options.MaximumGradientNorm, nameof(options.MaximumGradientNorm))
        .Add(options.EarlyStoppingMinimumDelta, nameof(options.EarlyStoppingMinimumDelta))
        .Add(options.EvaluationInterval, nameof(options.EvaluationInterval))
        .Add(options.Precision, nameof(options.Precision))
        .Add(options.FrozenWeights, nameof(options.FrozenWeights))
        .Add(options.Seed, nameof(options.Seed));

    /// <summary>Adds which part of a model is trained, and how.</summary>
    public RunValues AddTransfer(TransferConfiguration transfer) => this
        .Add(transfer.Method, nameof(FineTuningOptions.Method))
        .Add(transfer.Lora.Rank, nameof(FineTuningOptions.Rank))
        .Add(transfer.Lora.Alpha, nameof(FineTuningOptions.Alpha))
        .Add(transfer.Lora.Dropout, nameof(FineTuningOptions.LoraDropout))
        .Add(string.Join(", ", transfer.Lora.TargetModules), nameof(FineTuningOptions.TargetModules))
        .Add(transfer.Lora.TargetModulesPattern, nameof(FineTuningOptions.TargetModulesPattern))
        .Add(transfer.Lora.UseRsLora, nameof(FineTuningOptions.UseRsLora))
        .Add(transfer.Lora.UseDora, nameof(FineTuningOptions.UseDora))
        .Add(transfer.Lora.Bias, nameof(FineTuningOptions.Bias))
        .Add(Join(transfer.Lora.RankPattern), nameof(FineTuningOptions.RankPattern))
        .Add(Join(transfer.Lora.AlphaPattern), nameof(FineTuningOptions.AlphaPattern))
        .Add(string.Join(", ", transfer.Lora.ModulesToSave), nameof(FineTuningOptions.ModulesToSave))
        .Add(transfer.LastLayers, nameof(FineTuningOptions.LastLayers))
        .Add(transfer.PrefixLength, nameof(FineTuningOptions.PrefixLength));

    private static string Join<T>(IReadOnlyDictionary<string, T> pattern) => string.Join(
        ", ", pattern.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key}={entry.Value}")));
}
