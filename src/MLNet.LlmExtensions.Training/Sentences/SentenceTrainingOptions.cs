using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Training;

/// <summary>How an encoder of sentences is trained: what of it learns, how texts are read, and how the optimiser works.</summary>
/// <example>
/// <code>
/// var options = new SentenceTrainingOptions { MaximumBatchSize = 128, Epochs = 2 };
/// </code>
/// </example>
public sealed record SentenceTrainingOptions : TrainingOptions
{
    // What is trained.

    /// <summary>
    /// Which part of the model learns. The default is <see cref="TransferMethod.Full"/>; <see cref="TransferMethod.Lora"/> trains adapters,
    /// which are merged when the model is saved. <see cref="TransferMethod.Head"/> leaves nothing to train and is refused.
    /// </summary>
    public TransferConfiguration Transfer { get; init; } = new() { Method = TransferMethod.Full };

    /// <summary>How the tokens' states become a vector. <see langword="null"/> (the default): as the model's files say.</summary>
    public PoolingMode? Pooling { get; init; }

    // How texts are read.

    /// <summary>
    /// The longest row in tokens, special tokens included. <see langword="null"/> (the default): as the model's files say, 512 at the
    /// most.
    /// </summary>
    public int? MaximumLength { get; init; }

    /// <summary>What happens to longer texts. The default is <see cref="LongTextHandling.Truncate"/>; the history counts what was cut.</summary>
    public LongTextHandling LongText { get; init; } = LongTextHandling.Truncate;

    // The loss.

    /// <summary>
    /// What cosines are divided by before the softmax over a batch's candidates, where texts are ranked. Smaller values look at the
    /// nearest candidates alone. The default is 0.05.
    /// </summary>
    public double Temperature { get; init; } = 0.05;

    /// <summary>Whether second texts are to find first ones as well. The default is <see langword="true"/>.</summary>
    public bool Symmetric { get; init; } = true;

    // The optimiser.

    /// <summary>Passes over the pairs, at the most. The default is 1.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>
    /// The highest learning rate, after the warm-up. <see langword="null"/> (the default): 2e-5 times 768 / hidden size, the quotient
    /// counting as a quarter at the least and as 4 at the most; for <see cref="TransferMethod.Lora"/> 5e-4 times its root.
    /// </summary>
    public double? LearningRate { get; init; }

    /// <summary>
    /// The pairs of a batch. Where texts are ranked, all others of the batch are negatives, so that more make a better model, and
    /// every batch is full. The default is 64.
    /// </summary>
    public override int MaximumBatchSize { get; init; } = 64;

    /// <summary>
    /// The most tokens of one pass through the model, padding included. A larger batch is computed in several passes, which changes
    /// no number; with <see cref="TrainingOptions.GradientCheckpointing"/> one pass at a time is kept
    /// (<see href="https://arxiv.org/abs/2101.06983">Gao et al., 2021</see>). <see langword="null"/> (the default): 4096 on the CPU, 32768 on CUDA.
    /// </summary>
    public override int? TokenBudget { get; init; }

    // Validation.

    /// <summary>
    /// The training ends when the loss on the validation pairs has not improved for so many evaluations. The default is 0: it goes on
    /// to the end. The weights with the best loss are kept in any case.
    /// </summary>
    public int EarlyStoppingPatience { get; init; }
}
