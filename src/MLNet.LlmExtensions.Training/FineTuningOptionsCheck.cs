using MLNet.LlmExtensions.Models.Adapters;
using static MLNet.LlmExtensions.Training.OptionsCheck;

namespace MLNet.LlmExtensions.Training;

/// <summary>Checks what can be checked of the options without a model.</summary>
internal static class FineTuningOptionsCheck
{
    public static FineTuningOptions Check(FineTuningOptions options, string parameterName)
    {
        var wrong = WhatIsTrained(options) ?? HowTextsAreRead(options) ?? HowItLearns(options) ?? Shared(options);
        return wrong is null ? options : throw Refusal(nameof(FineTuningOptions), wrong, parameterName);
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
        ?? AtLeast(o.PrefixLength, 1, nameof(o.PrefixLength))
        ?? AtLeast(o.ContrastivePairs, 0, nameof(o.ContrastivePairs))
        ?? (o is { ContrastivePairs: > 0, Method: TransferMethod.Head }
            ? $"{nameof(o.ContrastivePairs)} is {o.ContrastivePairs}, but with {nameof(o.Method)} {o.Method} nothing of the model is trained"
            : null)
        ?? (o.HeadFirst && (o.ContrastivePairs > 0 || o.Method == TransferMethod.Head)
            ? $"{nameof(o.HeadFirst)} is set, but with {(o.ContrastivePairs > 0 ? nameof(o.ContrastivePairs) : $"{nameof(o.Method)} {o.Method}")} the head is trained alone in any case"
            : null);

    private static string? HowTextsAreRead(FineTuningOptions o) =>
        (o.Pooling is { } pooling ? Defined(pooling, nameof(o.Pooling)) : null)
        ?? AtLeast(o.MaximumLength, 1, nameof(o.MaximumLength))
        ?? (o.Prompt is not null && o.PromptName is not null
            ? $"{nameof(o.Prompt)} and {nameof(o.PromptName)} are both set; set one of them"
            : null)
        ?? Defined(o.LongText, nameof(o.LongText))
        ?? AtLeast(o.ChunkOverlap, 0, nameof(o.ChunkOverlap));

    private static string? HowItLearns(FineTuningOptions o) =>
        AtLeast(o.Epochs, 1, nameof(o.Epochs))
        ?? Positive(o.LearningRate, nameof(o.LearningRate))
        ?? Positive(o.HeadLearningRate, nameof(o.HeadLearningRate))
        ?? Share(o.HeadDropout, nameof(o.HeadDropout))
        ?? Share(o.LabelSmoothing, nameof(o.LabelSmoothing))
        ?? Defined(o.ClassWeighting, nameof(o.ClassWeighting))
        ?? Share(o.ValidationFraction, nameof(o.ValidationFraction))
        ?? Defined(o.Metric, nameof(o.Metric))
        ?? AtLeast(o.EarlyStoppingPatience, 0, nameof(o.EarlyStoppingPatience));

    private static string? Names(IReadOnlyList<string>? names, string name) =>
        names is null ? $"{name} must not be null"
        : names.Any(string.IsNullOrEmpty) ? $"{name} has an empty entry; each must name a module"
        : null;

    private static string? Pattern<T>(IReadOnlyDictionary<string, T>? pattern, Func<T, bool> isRight, string must, string name) =>
        pattern is null ? $"{name} must not be null"
        : pattern.FirstOrDefault(entry => !isRight(entry.Value)) is { Key: { } key } entry ? $"{name}['{key}'] is {entry.Value}; it must be {must}"
        : null;
}
