using Microsoft.ML;
using ReportClassification.Data;
using ReportClassification.Evaluation;

namespace ReportClassification.Training;

/// <summary>Tests a trained pipeline on the test rows, once.</summary>
internal static class HoldOutTest
{
    public static EvaluationFigures Run(ReportTrainer trainer, ITransformer trained, HoldOut split)
    {
        trainer.Meter.StartPass(split.Test.Count);
        // Evaluation reads the data several times; the texts should be embedded once.
        var scored = trainer.ML.Data.Cache(trained.Transform(trainer.View(split.Test)), "Label", "Score", "PredictedLabel", "Position", "Id");
        return Evaluator.Evaluate(trainer.ML, scored, split.Test, split.UnseenTest());
    }
}
