using MLNet.LlmExtensions.Models.Adapters;
using static MLNet.LlmExtensions.Training.OptionsCheck;

namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>Checks what can be checked of the options without a model.</summary>
internal static class PretrainingOptionsCheck
{
    // A row of one token has nothing that its token could be told from.
    private const int ShortestRow = 2;

    /// <exception cref="ArgumentException">A value is wrong; the message names the property.</exception>
    public static PretrainingOptions Check(PretrainingOptions options, string parameterName)
    {
        var wrong = WhatIsTrained(options) ?? HowTextsAreRead(options) ?? HowItLearns(options) ?? Shared(options);
        return wrong is null ? options : throw Refusal(nameof(PretrainingOptions), wrong, parameterName);
    }

    private static string? WhatIsTrained(PretrainingOptions o) =>
        (o.Task is { } task ? Defined(task, nameof(o.Task)) : null)
        ?? (o.Transfer is null ? $"{nameof(o.Transfer)} must not be null" : null)
        ?? (o.Transfer!.Method is TransferMethod.Full or TransferMethod.LastLayers or TransferMethod.Lora
            ? null
            : $"{nameof(o.Transfer)} is {o.Transfer.Method}; a language model is trained in full, in its last layers or with LoRA")
        ?? AtLeast(o.Transfer.LastLayers, 1, $"{nameof(o.Transfer)}.{nameof(o.Transfer.LastLayers)}");

    private static string? HowTextsAreRead(PretrainingOptions o) =>
        AtLeast(o.MaximumLength, ShortestRow, nameof(o.MaximumLength))
        ?? PositiveShare(o.MaskProbability, nameof(o.MaskProbability))
        ?? NotNegative(o.MaskTokenShare, nameof(o.MaskTokenShare))
        ?? NotNegative(o.RandomTokenShare, nameof(o.RandomTokenShare))
        ?? (o.MaskTokenShare + o.RandomTokenShare > 1
            ? $"{nameof(o.MaskTokenShare)} and {nameof(o.RandomTokenShare)} are more than 1 together"
            : null);

    private static string? HowItLearns(PretrainingOptions o) =>
        AtLeast(o.Epochs, 1, nameof(o.Epochs))
        ?? Positive(o.LearningRate, nameof(o.LearningRate))
        ?? Share(o.ValidationFraction, nameof(o.ValidationFraction))
        ?? AtLeast(o.EarlyStoppingPatience, 0, nameof(o.EarlyStoppingPatience));
}
