using ReportClassification.Evaluation;

namespace ReportClassification.Training;

/// <summary>What the trainings with one seed found out.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="L2">The strength of L2 that each linear probe on frozen embeddings chose; null where the model was fine-tuned.</param>
/// <param name="Test">The figures on the test rows, with a split.</param>
/// <param name="CrossValidation">The figures over the folds, with cross-validation.</param>
internal sealed record SeedFigures(int Seed, IReadOnlyList<float>? L2, EvaluationFigures? Test, CrossValidationFigures? CrossValidation)
{
    /// <param name="seed">The seed.</param>
    /// <param name="trials">The trials: one with a split, else one for each fold.</param>
    /// <param name="isCrossValidation">Whether they are folds.</param>
    public static SeedFigures Of(int seed, IReadOnlyList<TrialFigures> trials, bool isCrossValidation)
    {
        var tests = trials.Select(trial => trial.Test).OfType<EvaluationFigures>().ToArray();
        var l2 = trials.SelectMany(trial => trial.L2).ToArray();
        return new SeedFigures(
            seed,
            l2.Length == 0 ? null : l2,
            isCrossValidation ? null : tests[0],
            isCrossValidation ? CrossValidationFigures.Of(tests) : null);
    }

    /// <summary>The accuracy on the test rows, or its mean over the folds.</summary>
    public double Accuracy() => Test?.Accuracy ?? CrossValidation!.Accuracy.Mean;

    /// <summary>The macro-F1 on the test rows, or its mean over the folds.</summary>
    public double MacroF1() => Test?.MacroF1 ?? CrossValidation!.MacroF1.Mean;

    /// <summary>The log-loss on the test rows, or its mean over the folds.</summary>
    public double LogLoss() => Test?.LogLoss ?? CrossValidation!.LogLoss.Mean;
}
