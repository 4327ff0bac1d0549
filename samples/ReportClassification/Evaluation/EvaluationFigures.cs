namespace ReportClassification.Evaluation;

/// <summary>How well a classifier does on rows that it has not seen.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Accuracy">The share of rows that are right.</param>
/// <param name="MacroF1">The mean of the classes' F1.</param>
/// <param name="LogLoss">The mean negative natural logarithm of the true class's probability.</param>
/// <param name="Classes">The figures of each class.</param>
/// <param name="ConfusionMatrix">Rows: the true class; columns: the predicted one; both in the order of <paramref name="Classes"/>.</param>
/// <param name="Unseen">Without the rows whose text is in the training rows; null where there are no such rows.</param>
internal sealed record EvaluationFigures(
    int Rows,
    double Accuracy,
    double MacroF1,
    double LogLoss,
    IReadOnlyList<ClassFigures> Classes,
    IReadOnlyList<IReadOnlyList<int>> ConfusionMatrix,
    UnseenFigures? Unseen);
