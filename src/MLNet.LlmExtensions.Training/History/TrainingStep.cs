namespace MLNet.LlmExtensions.Training;

/// <summary>One step of the optimiser.</summary>
/// <param name="Step">The number of the step; the first is 1.</param>
/// <param name="Epoch">Epochs done after the step, with the fraction of the one that is under way.</param>
/// <param name="Loss">The loss of the step's rows before the step, label smoothing and class weights included.</param>
/// <param name="LearningRate">The learning rate of the step, for what is not the head.</param>
/// <param name="GradientNorm">The Euclidean length of all gradients together, before clipping.</param>
/// <param name="Tokens">The tokens of the step's rows, padding left out; 0 where a head alone is trained on finished vectors.</param>
public readonly record struct TrainingStep(int Step, double Epoch, double Loss, double LearningRate, double GradientNorm, long Tokens);
