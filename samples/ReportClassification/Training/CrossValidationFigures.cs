using ReportClassification.Evaluation;

namespace ReportClassification.Training;

/// <summary>The figures of a cross-validation.</summary>
/// <param name="Folds">The figures of each fold.</param>
/// <param name="Accuracy">Over the folds.</param>
/// <param name="MacroF1">Over the folds.</param>
/// <param name="LogLoss">Over the folds.</param>
/// <param name="Classes">The figures of each class, all folds together.</param>
/// <param name="ConfusionMatrix">All folds together.</param>
internal sealed record CrossValidationFigures(
    IReadOnlyList<EvaluationFigures> Folds,
    MeanAndDeviation Accuracy,
    MeanAndDeviation MacroF1,
    MeanAndDeviation LogLoss,
    IReadOnlyList<ClassFigures> Classes,
    IReadOnlyList<IReadOnlyList<int>> ConfusionMatrix)
{
    public static CrossValidationFigures Of(IReadOnlyList<EvaluationFigures> folds)
    {
        var all = folds.Select(fold => new ConfusionCounts(fold.ConfusionMatrix)).Aggregate((sum, fold) => sum.Plus(fold));
        return new(
            folds,
            MeanAndDeviation.Of([.. folds.Select(fold => fold.Accuracy)]),
            MeanAndDeviation.Of([.. folds.Select(fold => fold.MacroF1)]),
            MeanAndDeviation.Of([.. folds.Select(fold => fold.LogLoss)]),
            [.. folds[0].Classes.Select((c, i) => new ClassFigures(c.Label, all.Precision(i), all.Recall(i), all.F1(i), all.Support(i)))],
            all.Matrix);
    }
}
