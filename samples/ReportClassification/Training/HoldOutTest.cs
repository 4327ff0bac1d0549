using Microsoft.ML;
using ReportClassification.Evaluation;

namespace ReportClassification.Training;

/// <summary>Tests a trained pipeline on the test rows, once.</summary>
internal static class HoldOutTest
{
    public static EvaluationFigures Run(MLContext ml, ITransformer trained, Trial trial)
    {
        // Evaluation reads the data several times; the language model should read the texts once.
        var scored = ml.Data.Cache(trained.Transform(ReportView.Of(ml, trial.Test)), "Label", "Score", "PredictedLabel", "Position", "Id");
        return Evaluator.Evaluate(ml, scored, trial.Test, trial.Unseen);
    }
}
