namespace MLNet.LlmExtensions.Training;

/// <summary>What decides which weights are best, measured on the validation rows.</summary>
public enum TrainingMetric
{
    /// <summary>The mean loss, without label smoothing and class weights; lower is better.</summary>
    Loss,

    /// <summary>The share of rows whose class is right; with several labels for a row, the share of label decisions that are right.</summary>
    Accuracy,

    /// <summary>The F1 score of each class, averaged over the classes that occur in the validation rows or in the predictions.</summary>
    MacroF1,
}
