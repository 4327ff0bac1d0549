using System.Globalization;

namespace MLNet.LlmExtensions.Training;

/// <summary>What is wrong with a value of an option, in words that begin with the option's name; <see langword="null"/> where nothing is.</summary>
internal static class OptionsCheck
{
    /// <summary>Checks what all trainings have in common.</summary>
    public static string? Shared(TrainingOptions o) => TheOptimiser(o) ?? TheMachine(o);

    public static string? Defined<TEnum>(TEnum value, string name)
        where TEnum : struct, Enum =>
        Enum.IsDefined(value) ? null : $"{name} is {value}, which is not a known value";

    public static string? AtLeast(int? value, int least, string name) =>
        value < least ? Is(name, value.Value, $"{least} or more") : null;

    public static string? Positive(double? value, string name) =>
        value is { } number && !(double.IsFinite(number) && number > 0) ? Is(name, number, "a number above 0") : null;

    public static string? NotNegative(double value, string name) =>
        double.IsFinite(value) && value >= 0 ? null : Is(name, value, "0 or more");

    public static string? Share(double value, string name) =>
        value is >= 0 and < 1 ? null : Is(name, value, "at least 0 and less than 1");

    public static string? PositiveShare(double value, string name) =>
        value is > 0 and < 1 ? null : Is(name, value, "above 0 and less than 1");

    /// <summary>The exception for what one of the checks said.</summary>
    /// <param name="type">The name of the options' type.</param>
    /// <param name="wrong">What is wrong.</param>
    /// <param name="parameterName">The parameter that the exception names.</param>
    public static ArgumentException Refusal(string type, string wrong, string parameterName) => new($"{type}.{wrong}.", parameterName);

    private static string? TheOptimiser(TrainingOptions o) =>
        AtLeast(o.MaximumSteps, 1, nameof(o.MaximumSteps))
        ?? NotNegative(o.WeightDecay, nameof(o.WeightDecay))
        ?? PositiveShare(o.Beta2, nameof(o.Beta2))
        ?? Defined(o.Schedule, nameof(o.Schedule))
        ?? Share(o.WarmupRatio, nameof(o.WarmupRatio))
        ?? AtLeast(o.MaximumBatchSize, 1, nameof(o.MaximumBatchSize))
        ?? AtLeast(o.TokenBudget, 1, nameof(o.TokenBudget))
        ?? AtLeast(o.GradientAccumulation, 1, nameof(o.GradientAccumulation))
        ?? NotNegative(o.MaximumGradientNorm, nameof(o.MaximumGradientNorm))
        ?? NotNegative(o.EarlyStoppingMinimumDelta, nameof(o.EarlyStoppingMinimumDelta))
        ?? AtLeast(o.EvaluationInterval, 1, nameof(o.EvaluationInterval));

    private static string? TheMachine(TrainingOptions o) =>
        Defined(o.Precision, nameof(o.Precision))
        ?? Defined(o.FrozenWeights, nameof(o.FrozenWeights))
        ?? AtLeast(o.Threads, 1, nameof(o.Threads))
        ?? Defined(o.Device, nameof(o.Device))
        ?? AtLeast(o.DeviceId, 0, nameof(o.DeviceId))
        ?? (o.CheckpointFolder is { Length: 0 } ? $"{nameof(o.CheckpointFolder)} must not be empty; leave it null" : null)
        ?? AtLeast(o.CheckpointInterval, 1, nameof(o.CheckpointInterval));

    private static string Is(string name, double value, string must) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {must}");
}
