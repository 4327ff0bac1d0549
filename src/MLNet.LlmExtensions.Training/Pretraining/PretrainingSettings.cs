using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>The options that depend on the model and the device, filled in.</summary>
/// <param name="Task">See <see cref="PretrainingOptions.Task"/>.</param>
/// <param name="MaximumLength">See <see cref="PretrainingOptions.MaximumLength"/>.</param>
/// <param name="LearningRate">See <see cref="PretrainingOptions.LearningRate"/>.</param>
/// <param name="TokenBudget">See <see cref="TrainingOptions.TokenBudget"/>.</param>
internal sealed record PretrainingSettings(LanguageModelingTask Task, int MaximumLength, double LearningRate, int TokenBudget)
{
    private const int CpuTokenBudget = 8192;
    private const int CudaTokenBudget = 32768;
    private const int LongestDefault = 512;

    // The width for which the default rate is meant as it stands: GPT-2's smallest model, whose rate is near to this one.
    private const double ReferenceWidth = 768;
    private const double ReferenceRate = 5e-4;

    /// <summary>Fills in, and refuses what the model cannot do.</summary>
    /// <exception cref="ArgumentException">An option does not go with the model; the message names it.</exception>
    public static PretrainingSettings Resolve(LanguageModel model, PretrainingOptions options, bool onCuda)
    {
        var configuration = model.Configuration;
        var task = options.Task ?? (configuration.IsDecoder ? LanguageModelingTask.NextToken : LanguageModelingTask.MaskedTokens);
        if ((task == LanguageModelingTask.NextToken) != configuration.IsDecoder)
        {
            throw new ArgumentException(
                $"{nameof(PretrainingOptions.Task)} is {task}, but '{configuration.ModelType}' is {(configuration.IsDecoder ? "a decoder, which sees no token behind the one it is at" : "an encoder, which sees the token that it would have to predict")}.",
                nameof(options));
        }

        if (options.MaximumLength > configuration.MaximumPositions)
        {
            throw new ArgumentException(
                $"{nameof(PretrainingOptions.MaximumLength)} is {options.MaximumLength}, but '{model.Folder}' has positions for {configuration.MaximumPositions} tokens.",
                nameof(options));
        }

        var scale = Math.Clamp(ReferenceWidth / configuration.HiddenSize, 0.25, 4);
        return new PretrainingSettings(
            task,
            options.MaximumLength ?? Math.Min(model.EmbeddingSettings.MaximumLength, LongestDefault),
            options.LearningRate ?? (ReferenceRate * (options.Transfer.Method == TransferMethod.Lora ? Math.Sqrt(scale) : scale)),
            options.TokenBudget ?? (onCuda ? CudaTokenBudget : CpuTokenBudget));
    }
}
