namespace ReportClassification.Reporting.Curves;

/// <summary>A value at a step, in the data's own units.</summary>
internal readonly record struct CurvePoint(double X, double Y);
