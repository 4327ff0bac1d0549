namespace ReportEncoder.Evaluation;

/// <summary>How well a linear probe on the embeddings does on a data set's dev rows.</summary>
/// <param name="DataSet">The data set.</param>
/// <param name="PerClass">Training rows of each class; null for all there are.</param>
/// <param name="Accuracy">The share of dev rows that are right, the mean over the draws.</param>
/// <param name="MacroF1">The mean of the classes' F1, the mean over the draws.</param>
/// <param name="Deviation">Standard deviation of the accuracy over the draws.</param>
internal sealed record ProbeScore(string DataSet, int? PerClass, double Accuracy, double MacroF1, double Deviation);
