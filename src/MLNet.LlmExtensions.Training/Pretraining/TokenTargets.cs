namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>What is to be predicted in one row.</summary>
/// <param name="Input">The ids that the model reads.</param>
/// <param name="Places">The places in <see cref="Input"/> whose vectors predict.</param>
/// <param name="Targets">The id that each of the places is to predict.</param>
internal sealed record TokenTargets(int[] Input, int[] Places, int[] Targets);
