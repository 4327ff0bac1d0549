using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Training;

/// <summary>What the training of an encoder of sentences gives.</summary>
/// <param name="Model">The model with its best weights. It holds no native memory; <see cref="TrainedLanguageModel.Save"/> writes it.</param>
/// <param name="History">
/// What happened. Of each evaluation, <see cref="TrainingEvaluation.Accuracy"/> is the share of texts whose own partner was nearest among
/// those of a batch, or, for pairs with similarities, of cosines on the right side of one half.
/// </param>
public sealed record SentenceTrainingResult(TrainedLanguageModel Model, TrainingHistory History);
