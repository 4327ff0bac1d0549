using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>The options that depend on the method and the device, filled in.</summary>
/// <param name="Epochs">See <see cref="FineTuningOptions.Epochs"/>.</param>
/// <param name="LearningRate">See <see cref="FineTuningOptions.LearningRate"/>.</param>
/// <param name="HeadLearningRate">See <see cref="FineTuningOptions.HeadLearningRate"/>.</param>
/// <param name="TokenBudget">See <see cref="TrainingOptions.TokenBudget"/>.</param>
/// <param name="Patience">See <see cref="FineTuningOptions.EarlyStoppingPatience"/>; <see langword="null"/> for no end.</param>
internal sealed record ResolvedTraining(int Epochs, double LearningRate, double HeadLearningRate, int TokenBudget, int? Patience)
{
    private const int CpuTokenBudget = 2048;
    private const int CudaTokenBudget = 16384;

    // The width of the models that the default rates are meant for as they stand.
    private const double ReferenceWidth = 768;

    /// <summary>The same for a head that is trained alone, after the model.</summary>
    /// <param name="options">The options.</param>
    /// <param name="onCuda">Whether the training is on a CUDA device.</param>
    public static ResolvedTraining ResolveHead(FineTuningOptions options, bool onCuda) => Resolve(
        options with { Method = TransferMethod.Head, ContrastivePairs = 0, Epochs = null, LearningRate = options.HeadLearningRate },
        (int)ReferenceWidth,
        onCuda);

    /// <summary>Fills in.</summary>
    /// <param name="options">The options.</param>
    /// <param name="width">The model's hidden size: with Adam, the best rate falls as a layer gets wider.</param>
    /// <param name="onCuda">Whether the training is on a CUDA device.</param>
    public static ResolvedTraining Resolve(FineTuningOptions options, int width, bool onCuda)
    {
        var scale = Math.Clamp(ReferenceWidth / width, 0.25, 4);
        var (epochs, rate, headRate) = options.Method switch
        {
            TransferMethod.Head => (200, 1e-2, 1e-2),
            TransferMethod.LastLayers => (10, 1e-4 * scale, 1e-3),
            TransferMethod.Full => (10, 5e-5 * scale, 1e-3),
            TransferMethod.Prefix => (20, 1e-2, 1e-3),
            _ => (10, 5e-4 * Math.Sqrt(scale), 1e-3),
        };
        if (options.ContrastivePairs > 0)
            epochs = 1;
        var headAlone = options.Method == TransferMethod.Head;
        var patience = options.EarlyStoppingPatience ?? (headAlone ? 20 : 3);
        return new ResolvedTraining(
            options.Epochs ?? epochs,
            options.LearningRate ?? rate,
            options.HeadLearningRate ?? (headAlone ? options.LearningRate : null) ?? headRate,
            options.TokenBudget ?? (onCuda ? CudaTokenBudget : CpuTokenBudget),
            patience == 0 ? null : patience);
    }
}
