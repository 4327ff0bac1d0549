using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Training;

/// <summary>
/// How a language model is trained on plain text: what it predicts, how texts become rows, what of it is trained, and how the
/// optimiser works. The defaults suit a small new model; for one that is trained already see <see cref="LearningRate"/>.
/// </summary>
/// <example>
/// <code>
/// var options = new PretrainingOptions { MaximumLength = 128, Epochs = 20, Precision = TrainingPrecision.BFloat16 };
/// </code>
/// </example>
public sealed record PretrainingOptions : TrainingOptions
{
    // What is trained.

    /// <summary>What the model predicts. <see langword="null"/> (the default): masked tokens for an encoder, the next token for a decoder.</summary>
    public LanguageModelingTask? Task { get; init; }

    /// <summary>
    /// Which part of the model learns: <see cref="TransferMethod.Full"/> (the default), <see cref="TransferMethod.LastLayers"/> or
    /// <see cref="TransferMethod.Lora"/>, whose adapters are merged when the model is saved. The head of an encoder always learns.
    /// </summary>
    public TransferConfiguration Transfer { get; init; } = new() { Method = TransferMethod.Full };

    // How texts are read.

    /// <summary>
    /// The longest row in tokens, special tokens included. A longer text becomes several rows; none of it is lost.
    /// <see langword="null"/> (the default): as the model's files say, 512 at the most.
    /// </summary>
    public int? MaximumLength { get; init; }

    /// <summary>
    /// Whether rows are filled with one text after the other, with the tokenizer's separator between them, so that there is no
    /// padding (<see href="https://arxiv.org/abs/1907.11692">RoBERTa's</see> full sentences). Texts of a row see each other. The default is
    /// <see langword="true"/>; <see langword="false"/> begins a row with each text.
    /// </summary>
    public bool PackTexts { get; init; } = true;

    /// <summary>
    /// The share of a row's tokens that is to be predicted, of <see cref="LanguageModelingTask.MaskedTokens"/>: above 0, less than 1.
    /// Special and unknown tokens do not count and are never hidden; each row hides one token at the least. Other tokens are hidden in
    /// each epoch. The default is 0.15.
    /// </summary>
    public double MaskProbability { get; init; } = 0.15;

    /// <summary>The share of the tokens to be predicted that the mask token takes the place of. The default is 0.8, BERT's.</summary>
    public double MaskTokenShare { get; init; } = 0.8;

    /// <summary>The share that a random token takes the place of; the rest stays as it is. The default is 0.1, BERT's.</summary>
    public double RandomTokenShare { get; init; } = 0.1;

    /// <summary>Whether all tokens of a word are hidden or none. The default is <see langword="false"/>.</summary>
    public bool WholeWordMasking { get; init; }

    // The optimiser.

    /// <summary>Passes over the texts, at the most. The default is 10.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>
    /// The highest learning rate, after the warm-up. <see langword="null"/> (the default): 5e-4 times 768 / hidden size, the quotient
    /// counting as a quarter at the least and as 4 at the most; for <see cref="TransferMethod.Lora"/> times its root.
    /// </summary>
    /// <remarks>The rate is for a new model. A model that is trained already forgets less with a tenth of it.</remarks>
    public double? LearningRate { get; init; }

    /// <summary>How slowly AdamW's mean of the gradients' squares forgets: above 0, less than 1. The default is 0.98, RoBERTa's.</summary>
    public override double Beta2 { get; init; } = 0.98;

    /// <summary>The most rows of a batch. The default is 64.</summary>
    public override int MaximumBatchSize { get; init; } = 64;

    /// <summary>
    /// The most tokens of one pass through the model, padding included. <see langword="null"/> (the default): 8192 on the CPU, 32768
    /// on CUDA.
    /// </summary>
    public override int? TokenBudget { get; init; }

    // Validation.

    /// <summary>
    /// The share of the texts that is held back for validation where no validation texts are given; equal texts are on one side. The
    /// default is 0.05; 0 holds nothing back, and the last weights are kept.
    /// </summary>
    public double ValidationFraction { get; init; } = 0.05;

    /// <summary>
    /// The training ends when the loss on the validation texts has not improved for so many evaluations. The default is 0: it goes on
    /// to the end. The weights with the best loss are kept in any case.
    /// </summary>
    public int EarlyStoppingPatience { get; init; }
}
