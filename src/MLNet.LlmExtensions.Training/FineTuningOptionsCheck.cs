using System.Globalization;

namespace MLNet.LlmExtensions.Training;

/// <summary>Checks what can be checked of the options without a model.</summary>
internal static class FineTuningOptionsCheck
{
    public static FineTuningOptions Check(FineTuningOptions options, string parameterName)
    {
        var wrong = WhatIsTrained(options) ?? HowTextsAreRead(options) ?? TheOptimiser(options) ?? TheRest(options);
        return wrong is null
            ? options
            : throw new ArgumentException($"{nameof(FineTuningOptions)}.{wrong}.", parameterName);
    }

    private static string? WhatIsTrained(FineTuningOptions o) =>
        Defined(o.Method, nameof(o.Method))
        ?? AtLeast(o.Rank, 1, nameof(o.Rank))
        ?? Positive(o.Alpha, nameof(o.Alpha))
        ?? Share(o.LoraDropout, nameof(o.LoraDropout))
        ?? Names(o.TargetModules, nameof(o.TargetModules))
        ?? (o.TargetModules.Count == 0 && o.TargetModulesPattern is null ? $"{nameof(o.TargetModules)} must not be empty" : null)
        ?? (o.TargetModulesPattern is { Length: 0 } ? $"{nameof(o.TargetModulesPattern)} must not be empty; leave it null" : null)
        ?? Defined(o.Bias, nameof(o.Bias))
        ?? Pattern(o.RankPattern, rank => rank >= 1, "1 or more", nameof(o.RankPattern))
        ?? Pattern(o.AlphaPattern, alpha => double.IsFinite(alpha) && alpha > 0, "above 0", nameof(o.AlphaPattern))
        ?? Names(o.ModulesToSave, nameof(o.ModulesToSave))
        ?? AtLeast(o.LastLayers, 1, nameof(o.LastLayers))
        ?? AtLeast(o.PrefixLength, 1, nameof(o.PrefixLength));

    private static string? HowTextsAreRead(FineTuningOptions o) =>
        (o.Pooling is { } pooling ? Defined(pooling, nameof(o.Pooling)) : null)
        ?? AtLeast(o.MaximumLength, 1, nameof(o.MaximumLength))
        ?? (o.Prompt is not null && o.PromptName is not null
            ? $"{nameof(o.Prompt)} and {nameof(o.PromptName)} are both set; set one of them"
            : null)
        ?? Defined(o.LongText, nameof(o.LongText))
        ?? AtLeast(o.ChunkOverlap, 0, nameof(o.ChunkOverlap));

    private static string? TheOptimiser(FineTuningOptions o) =>
        AtLeast(o.Epochs, 1, nameof(o.Epochs))
        ?? AtLeast(o.MaximumSteps, 1, nameof(o.MaximumSteps))
        ?? Positive(o.LearningRate, nameof(o.LearningRate))
        ?? Positive(o.HeadLearningRate, nameof(o.HeadLearningRate))
        ?? NotNegative(o.WeightDecay, nameof(o.WeightDecay))
        ?? Defined(o.Schedule, nameof(o.Schedule))
        ?? Share(o.WarmupRatio, nameof(o.WarmupRatio))
        ?? AtLeast(o.MaximumBatchSize, 1, nameof(o.MaximumBatchSize))
        ?? AtLeast(o.TokenBudget, 1, nameof(o.TokenBudget))
        ?? AtLeast(o.GradientAccumulation, 1, nameof(o.GradientAccumulation))
        ?? NotNegative(o.MaximumGradientNorm, nameof(o.MaximumGradientNorm))
        ?? Share(o.HeadDropout, nameof(o.HeadDropout))
        ?? Share(o.LabelSmoothing, nameof(o.LabelSmoothing))
        ?? Defined(o.ClassWeighting, nameof(o.ClassWeighting));

    private static string? TheRest(FineTuningOptions o) =>
        Share(o.ValidationFraction, nameof(o.ValidationFraction))
        ?? Defined(o.Metric, nameof(o.Metric))
        ?? AtLeast(o.EarlyStoppingPatience, 0, nameof(o.EarlyStoppingPatience))
        ?? NotNegative(o.EarlyStoppingMinimumDelta, nameof(o.EarlyStoppingMinimumDelta))
        ?? AtLeast(o.EvaluationInterval, 1, nameof(o.EvaluationInterval))
        ?? Defined(o.Precision, nameof(o.Precision))
        ?? Defined(o.FrozenWeights, nameof(o.FrozenWeights))
        ?? AtLeast(o.Threads, 1, nameof(o.Threads))
        ?? Defined(o.Device, nameof(o.Device))
        ?? AtLeast(o.DeviceId, 0, nameof(o.DeviceId))
        ?? (o.CheckpointFolder is { Length: 0 } ? $"{nameof(o.CheckpointFolder)} must not be empty; leave it null" : null)
        ?? AtLeast(o.CheckpointInterval, 1, nameof(o.CheckpointInterval));

    private static string? Defined<TEnum>(TEnum value, string name)
        where TEnum : struct, Enum =>
        Enum.IsDefined(value) ? null : $"{name} is {value}, which is not a known value";

    private static string? AtLeast(int? value, int least, string name) =>
        value < least ? Is(name, value.Value, $"{least} or more") : null;

    private static string? Positive(double? value, string name) =>
        value is { } number && !(double.IsFinite(number) && number > 0) ? Is(name, number, "a number above 0") : null;

    private static string? NotNegative(double value, string name) =>
        double.IsFinite(value) && value >= 0 ? null : Is(name, value, "0 or more");

    private static string? Share(double value, string name) =>
        value is >= 0 and < 1 ? null : Is(name, value, "at least 0 and less than 1");

    private static string? Names(IReadOnlyList<string>? names, string name) =>
        names is null ? $"{name} must not be null"
        : names.Any(string.IsNullOrEmpty) ? $"{name} has an empty entry; each must name a module"
        : null;

    private static string? Pattern<T>(IReadOnlyDictionary<string, T>? pattern, Func<T, bool> isRight, string must, string name) =>
        pattern is null ? $"{name} must not be null"
        : pattern.FirstOrDefault(entry => !isRight(entry.Value)) is { Key: { } key } entry ? $"{name}['{key}'] is {entry.Value}; it must be {must}"
        : null;

    private static string Is(string name, double value, string must) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {must}");
}
