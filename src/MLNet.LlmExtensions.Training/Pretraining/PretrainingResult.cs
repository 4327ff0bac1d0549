using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Training;

/// <summary>What the training of a language model gives.</summary>
/// <param name="Model">The model with its best weights. It holds no native memory; <see cref="TrainedLanguageModel.Save"/> writes it.</param>
/// <param name="History">
/// What happened. Its rows are rows of tokens, not texts; of each evaluation, <see cref="TrainingEvaluation.Perplexity"/> and
/// <see cref="TrainingEvaluation.Accuracy"/> are those of the tokens to be predicted.
/// </param>
public sealed record PretrainingResult(TrainedLanguageModel Model, TrainingHistory History);
