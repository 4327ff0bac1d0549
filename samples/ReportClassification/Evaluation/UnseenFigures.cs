namespace ReportClassification.Evaluation;

/// <summary>The figures of those test rows whose text is in no training row.</summary>
internal sealed record UnseenFigures(int Rows, double Accuracy, double MacroF1);
