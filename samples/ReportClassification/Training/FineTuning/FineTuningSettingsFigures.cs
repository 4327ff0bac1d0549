using MLNet.LlmExtensions.Models.Adapters;
using ReportClassification.Commands;

namespace ReportClassification.Training.FineTuning;

/// <summary>The settings of fine-tuning that decide the figures. What the method does not read is null.</summary>
internal sealed record FineTuningSettingsFigures
{
    public required string Method { get; init; }

    public int? Rank { get; init; }

    public double? Alpha { get; init; }

    public double? LoraDropout { get; init; }

    public IReadOnlyList<string>? TargetModules { get; init; }

    public int? LastLayers { get; init; }

    public int? PrefixLength { get; init; }

    public int? ContrastivePairs { get; init; }

    /// <summary>Whether the head was trained alone before; null where it is not.</summary>
    public bool? HeadFirst { get; init; }

    /// <summary>The most epochs; null for the trainer's own.</summary>
    public int? Epochs { get; init; }

    /// <summary>The learning rates to choose from; empty for the trainer's own.</summary>
    public required IReadOnlyList<double> LearningRates { get; init; }

    public required string Schedule { get; init; }

    public required double WarmupRatio { get; init; }

    public required double WeightDecay { get; init; }

    public required int BatchSize { get; init; }

    public required double HeadDropout { get; init; }

    public required string Metric { get; init; }

    /// <summary>Evaluations without improvement that end the training; null for the trainer's own number.</summary>
    public int? Patience { get; init; }

    /// <summary>Where the validation rows come from, in words.</summary>
    public required string Validation { get; init; }

    public required string Precision { get; init; }

    public required string FrozenWeights { get; init; }

    public required bool GradientCheckpointing { get; init; }

    public string? Checkpoints { get; init; }

    /// <param name="settings">What the user asked for.</param>
    /// <param name="hasDevRows">Whether the data has rows for choosing.</param>
    public static FineTuningSettingsFigures Of(FineTuningSettings settings, bool hasDevRows)
    {
        var options = settings.Options;
        var lora = options.Method == TransferMethod.Lora;
        return new()
        {
            Method = settings.MethodName,
            Rank = lora ? options.Rank : null,
            Alpha = lora ? options.Alpha : null,
            LoraDropout = lora ? options.LoraDropout : null,
            TargetModules = lora ? options.TargetModules : null,
            LastLayers = options.Method == TransferMethod.LastLayers ? options.LastLayers : null,
            PrefixLength = options.Method == TransferMethod.Prefix ? options.PrefixLength : null,
            ContrastivePairs = options.ContrastivePairs > 0 ? options.ContrastivePairs : null,
            HeadFirst = options.HeadFirst ? true : null,
            Epochs = options.Epochs,
            LearningRates = settings.LearningRates,
            Schedule = options.Schedule.ToString(),
            WarmupRatio = options.WarmupRatio,
            WeightDecay = options.WeightDecay,
            BatchSize = options.MaximumBatchSize,
            HeadDropout = options.HeadDropout,
            Metric = options.Metric.ToString(),
            Patience = options.EarlyStoppingPatience,
            Validation = hasDevRows ? "dev rows" : options.ValidationFraction == 0 ? "none" : FormattableString.Invariant($"{options.ValidationFraction:0.###} of the training rows, held back at random"),
            Precision = options.Precision.ToString(),
            FrozenWeights = options.FrozenWeights.ToString(),
            GradientCheckpointing = options.GradientCheckpointing,
            Checkpoints = options.CheckpointFolder,
        };
    }
}
