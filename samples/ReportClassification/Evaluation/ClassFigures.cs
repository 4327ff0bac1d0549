namespace ReportClassification.Evaluation;

/// <summary>The figures of one class.</summary>
/// <param name="Label">The class.</param>
/// <param name="Precision">The share of hits among the rows predicted to be of it; 0 where there are none.</param>
/// <param name="Recall">The share of hits among the rows that are of it; 0 where there are none.</param>
/// <param name="F1">The harmonic mean of the two.</param>
/// <param name="Support">The rows that are of it.</param>
internal sealed record ClassFigures(string Label, double Precision, double Recall, double F1, int Support);
