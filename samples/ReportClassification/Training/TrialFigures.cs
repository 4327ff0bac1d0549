using ReportClassification.Evaluation;
using ReportClassification.Training.FineTuning;

namespace ReportClassification.Training;

/// <summary>What a training and its test found out.</summary>
/// <param name="Test">The figures on the test rows; null for a training on all rows.</param>
/// <param name="L2">The strength of L2 that the linear probe on frozen embeddings chose; empty for other heads.</param>
/// <param name="FineTuning">How the fine-tuning went, once for each learning rate; empty where the model was frozen.</param>
internal sealed record TrialFigures(EvaluationFigures? Test, IReadOnlyList<float> L2, IReadOnlyList<FineTuningFigures> FineTuning);
