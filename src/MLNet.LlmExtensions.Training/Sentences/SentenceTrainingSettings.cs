using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Tokenization.Windows;

namespace MLNet.LlmExtensions.Training.Sentences;

/// <summary>The options that depend on the model and the device, filled in.</summary>
/// <param name="Reading">How texts become rows.</param>
/// <param name="LearningRate">See <see cref="SentenceTrainingOptions.LearningRate"/>.</param>
/// <param name="TokenBudget">See <see cref="SentenceTrainingOptions.TokenBudget"/>.</param>
internal sealed record SentenceTrainingSettings(TextReading Reading, double LearningRate, int TokenBudget)
{
    private const int CpuTokenBudget = 4096;
    private const int CudaTokenBudget = 32768;
    private const int LongestDefault = 512;
    private const double ReferenceWidth = 768;

    /// <summary>Fills in, and refuses what the model cannot do.</summary>
    /// <exception cref="ArgumentException">An option does not go with the model; the message names it.</exception>
    public static SentenceTrainingSettings Resolve(LanguageModel model, SentenceTrainingOptions options, bool onCuda)
    {
        var scale = Math.Clamp(ReferenceWidth / model.Configuration.HiddenSize, 0.25, 4);
        return new SentenceTrainingSettings(
            TextReading.Resolve(
                model,
                prompt: null,
                promptName: null,
                options.MaximumLength ?? Math.Min(model.EmbeddingSettings.MaximumLength, LongestDefault),
                options.LongText,
                chunkOverlap: 0,
                pairs: false,
                nameof(options)),
            options.LearningRate ?? (options.Transfer.Method == TransferMethod.Lora ? 5e-4 * Math.Sqrt(scale) : 2e-5 * scale),
            options.TokenBudget ?? (onCuda ? CudaTokenBudget : CpuTokenBudget));
    }
}
