namespace Results.Published;

/// <summary>What others report on the same test rows.</summary>
/// <param name="DataSet">The data set.</param>
/// <param name="System">What it was reached with.</param>
/// <param name="Accuracy">The accuracy.</param>
/// <param name="MacroF1">The macro-F1; null where they do not report it.</param>
internal sealed record PublishedFigure(string DataSet, string System, double Accuracy, double? MacroF1);
