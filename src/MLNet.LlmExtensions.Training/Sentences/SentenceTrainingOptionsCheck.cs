using MLNet.LlmExtensions.Models.Adapters;
using static MLNet.LlmExtensions.Training.OptionsCheck;

namespace MLNet.LlmExtensions.Training.Sentences;

/// <summary>Checks what can be checked of the options without a model.</summary>
internal static class SentenceTrainingOptionsCheck
{
    /// <exception cref="ArgumentException">A value is wrong; the message names the property.</exception>
    public static SentenceTrainingOptions Check(SentenceTrainingOptions options, string parameterName)
    {
        var wrong = WhatIsTrained(options) ?? HowItLearns(options) ?? Shared(options);
        return wrong is null ? options : throw Refusal(nameof(SentenceTrainingOptions), wrong, parameterName);
    }

    private static string? WhatIsTrained(SentenceTrainingOptions o) =>
        (o.Transfer is null ? $"{nameof(o.Transfer)} must not be null" : null)
        ?? (o.Transfer!.Method is TransferMethod.Full or TransferMethod.LastLayers or TransferMethod.Lora
            ? null
            : $"{nameof(o.Transfer)} is {o.Transfer.Method}; an encoder is trained in full, in its last layers or with LoRA")
        ?? AtLeast(o.Transfer.LastLayers, 1, $"{nameof(o.Transfer)}.{nameof(o.Transfer.LastLayers)}")
        ?? (o.Pooling is { } pooling ? Defined(pooling, nameof(o.Pooling)) : null);

    private static string? HowItLearns(SentenceTrainingOptions o) =>
        AtLeast(o.MaximumLength, 1, nameof(o.MaximumLength))
        ?? Defined(o.LongText, nameof(o.LongText))
        ?? Positive(o.Temperature, nameof(o.Temperature))
        ?? AtLeast(o.Epochs, 1, nameof(o.Epochs))
        ?? Positive(o.LearningRate, nameof(o.LearningRate))
        ?? AtLeast(o.EarlyStoppingPatience, 0, nameof(o.EarlyStoppingPatience));
}
