using Microsoft.ML;
using ReportClassification.Data;
using ReportClassification.Evaluation;
using ReportClassification.Pipelines;
using static Microsoft.ML.Transforms.ValueToKeyMappingEstimator;

namespace ReportClassification.Training;

/// <summary>
/// Stratified cross-validation. The language model is frozen and learns nothing, so each text is embedded once; the
/// classifier is trained anew for each fold, its choice of L2 included.
/// </summary>
internal static class CrossValidation
{
    public static CrossValidationFigures Run(ReportTrainer trainer, IReadOnlyList<IReadOnlyList<LabelledReport>> folds)
    {
        var ml = trainer.ML;
        trainer.Meter.StartPass(folds.Sum(fold => fold.Count));
        using var embedding = trainer.Embedding();
        var embedded = ml.Data
            .CreateEnumerable<EmbeddedReport>(embedding.Transform(trainer.View(folds.SelectMany(fold => fold))), reuseRowObject: false)
            .ToArray();
        var keys = ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: KeyOrdinality.ByValue).Fit(EmbeddedReport.Load(ml, embedded));

        var figures = new List<EvaluationFigures>();
        foreach (var fold in folds)
        {
            var positions = fold.Select(report => report.Position).ToHashSet();
            var training = keys.Transform(EmbeddedReport.Load(ml, [.. embedded.Where(report => !positions.Contains(report.Position))]));
            var test = keys.Transform(EmbeddedReport.Load(ml, [.. embedded.Where(report => positions.Contains(report.Position))]));
            var scored = trainer.FitClassifier(training).Transform(test);
            figures.Add(Evaluator.Evaluate(ml, scored, fold, positions));
        }

        return CrossValidationFigures.Of(figures);
    }
}
